"""The warehouse desk: picking, packing and returns on a hand-held, with a scanner as a keyboard."""
