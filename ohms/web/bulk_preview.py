"""The preview of a bulk act: rows of a list, picked or all of its filter, with what would become of each; and the
act when it is confirmed. Its outcome and undo stand on one page for every kind."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ohms.domain.bulk import check_number
from ohms.domain.errors import RuleBroken
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.filters import link_to
from ohms.web.forms import OhmsForm


class PreviewForm(OhmsForm):
    """Confirms a preview: its rows as id.version, or as id, with commas between, and the act."""

    rows = HiddenField()
    act = HiddenField()

    @property
    def picked(self) -> Mapping[int, int | None]:
        """Each row with the version that was looked at."""
        said = [each.partition(".") for each in str(self.rows.data or "").split(",")]
        told = {chosen_id(id_): chosen_id(version) for id_, _dot, version in said}
        return {id_: version for id_, version in told.items() if id_ is not None}


def to_the_outcome(bulk_act_id: int, kept: Mapping[str, str]) -> Response:
    """What became of each row; `kept` is the list that they were picked on, as its address said it."""
    back = urlencode(kept) or None
    return go(url_for("lists.show_bulk_act", bulk_act_id=bulk_act_id, back=back), 303)


@dataclass(frozen=True, slots=True)
class Preview:
    """Of which list, and what its bar says beside the filter that it stands under."""

    path: str
    of_the_bar: Container[str]

    @property
    def kept(self) -> dict[str, str]:
        """The filter of the list that the preview came from."""
        told = request.args.to_dict()
        return {name: value for name, value in told.items() if name not in self.of_the_bar}

    @property
    def back(self) -> str:
        return link_to(self.path, self.kept)

    def with_the_list(self, path: str) -> str:
        """Where the act is confirmed: under the list's filter, so that its outcome leads back there."""
        return link_to(path, self.kept)

    def looked_at(
        self,
        ids: list[int],
        show: Callable[[], str],
        check: Callable[[int], None] = check_number,
    ) -> Response | str:
        """The preview, or the list again where none is picked or too many are."""
        try:
            check(len(ids))
        except RuleBroken as broken:
            flash(broken.message, "bad")
            return go(self.back, 303)
        return show()

    def confirmed(
        self, form: PreviewForm, act: Callable[[], int], show: Callable[[], str]
    ) -> Answer:
        """What became of each row, or the preview with what is wrong."""
        made = list[int]()
        if form.validate() and form.carried_out(lambda: made.append(act())):
            return to_the_outcome(made[0], self.kept)
        return show(), 422
