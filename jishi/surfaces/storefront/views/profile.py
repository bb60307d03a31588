"""What a member tells about themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform import files
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import Person, ProfileChanges
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import answers, members, uploads
from jishi.surfaces.storefront.explain_account import blame
from jishi.surfaces.storefront.forms.people import ProfileForm
from jishi.surfaces.storefront.presenters import pictures


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def profile(request: HttpRequest) -> HttpResponse:
    """Show or change nickname, picture, birthday and language."""
    person = accounts_queries.get_user(members.me(request))
    if request.method != "POST":
        start = {
            "nickname": person.nickname,
            "birthday": person.birthday,
            "locale": person.locale,
        }
        form = ProfileForm(initial=start, has_avatar=person.avatar_id is not None)
        return _page(request, form, person)
    form = ProfileForm(request.POST, request.FILES, has_avatar=person.avatar_id is not None)
    if not form.is_valid():
        return _page(request, form, person, status=422)
    try:
        accounts.update_profile(actor=actor_of(request), changes=_changes(form))
    except JishiError as error:
        blame(form, error, "avatar" if error.code == "files.bad_file" else "nickname")
        return _page(request, form, person, status=error.status)
    return answers.done(request, reverse("storefront:profile"), _("Saved."))


def _changes(form: ProfileForm) -> ProfileChanges:
    given = form.cleaned_data
    return ProfileChanges(
        nickname=given["nickname"],
        avatar_id=uploads.keep(given["avatar"]) if given["avatar"] else None,
        remove_avatar=bool(given.get("remove_avatar")),
        birthday=given["birthday"],
        locale=given["locale"],
    )


def _page(
    request: HttpRequest, form: ProfileForm, person: Person, *, status: int = 200
) -> HttpResponse:
    portraits = files.list_pictures([person.avatar_id])
    data: dict[str, object] = {
        "form": form,
        "person": person,
        "portrait": pictures.of_file(portraits.get(person.avatar_id)),
    }
    return members.page(request, "storefront/account/profile.html", data, status=status)
