"""Why a file cannot be read. The message is a sentence for the user that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


class UnreadableFile(Exception):
    """The whole file is refused. `str()` gives the sentence, `code` a word for the log."""

    code = "unreadable"


class EmptyFile(UnreadableFile):
    code = "empty"

    def __init__(self) -> None:
        super().__init__(_("Filen är tom. Kontrollera att exporten blev klar och välj filen igen."))


class FileTooBig(UnreadableFile):
    code = "too-big"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            _("Filen är större än %(limit)d MB. Ta bort blad och bilder som inte behövs, eller dela upp den.")
            % {"limit": megabytes}
        )


class UnpacksTooBig(UnreadableFile):
    code = "unpacks-too-big"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Filen blir orimligt stor när den packas upp och lästes därför inte. "
                "Spara om den i Excel, eller spara den som csv."
            )
        )


class OldOrLockedExcel(UnreadableFile):
    code = "old-or-locked-excel"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Filen är i det gamla formatet .xls eller skyddad med lösenord, även om den heter något annat. "
                "Öppna den i Excel, välj Spara som och ”Excel-arbetsbok (.xlsx)” utan lösenord."
            )
        )


class OpenDocument(UnreadableFile):
    code = "open-document"

    def __init__(self) -> None:
        super().__init__(_("Filen är ett OpenDocument-ark (.ods). Spara den som .xlsx eller .csv och välj den igen."))


class WebPage(UnreadableFile):
    code = "web-page"

    def __init__(self) -> None:
        super().__init__(_("Filen är en webbsida som fått ett annat namn. Öppna den i Excel och spara den som .xlsx."))


class NotASpreadsheet(UnreadableFile):
    code = "not-a-spreadsheet"

    def __init__(self) -> None:
        super().__init__(_("Det här är inget kalkylark. Välj en fil som är sparad som .xlsx eller .csv."))


class BrokenWorkbook(UnreadableFile):
    code = "broken-workbook"

    def __init__(self) -> None:
        super().__init__(_("Filen är skadad och går inte att läsa. Öppna den i Excel och spara den som en ny .xlsx."))


class TooManyRows(UnreadableFile):
    code = "too-many-rows"

    def __init__(self, sheet: str, limit: int) -> None:
        super().__init__(
            _("Bladet ”%(sheet)s” har fler än %(limit)d rader. Dela upp det i flera filer.")
            % {"sheet": sheet, "limit": limit}
        )


class TooManyColumns(UnreadableFile):
    code = "too-many-columns"

    def __init__(self, sheet: str, row: int, limit: int) -> None:
        super().__init__(
            _("Rad %(row)d i bladet ”%(sheet)s” har fler än %(limit)d kolumner. Ta bort dem som inte behövs.")
            % {"sheet": sheet, "row": row, "limit": limit}
        )


class BrokenCsvRow(UnreadableFile):
    code = "broken-csv-row"

    def __init__(self, row: int) -> None:
        super().__init__(
            _("Rad %(row)d i csv-filen går inte att läsa. Kontrollera citattecknen på raden och välj filen igen.")
            % {"row": row}
        )
