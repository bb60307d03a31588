// The scanner types into the field and presses Enter; a tone says right or wrong.
let sound;

function tone(frequency, seconds, type) {
  if (!navigator.userActivation?.hasBeenActive) return;
  sound ??= new AudioContext();
  const source = new OscillatorNode(sound, { frequency, type });
  const volume = new GainNode(sound, { gain: 0.15 });
  source.connect(volume).connect(sound.destination);
  source.start();
  source.stop(sound.currentTime + seconds);
}

function settle() {
  const result = document.querySelector("[data-scan]")?.dataset.scan;
  if (result === "right") tone(1320, 0.12, "sine");
  if (result === "wrong") tone(180, 0.4, "square");
  document.querySelector("[data-scan-field]")?.focus();
}

document.addEventListener("htmx:afterSettle", settle);
settle();

// In a list of numbers, Enter goes to the next field instead of sending the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-scan-next]")) return;
  event.preventDefault();
  const fields = [...document.querySelectorAll("[data-scan-next]")];
  (fields[fields.indexOf(event.target) + 1] ?? event.target.form.querySelector("button")).focus();
});
