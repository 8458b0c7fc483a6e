// Everything here only makes quicker what the page does without it.
import { startDialogs } from "./dialogs.js";
import { startCommandBar } from "./command_bar.js";
import { startSession } from "./session.js";
import { startShortcuts } from "./shortcuts.js";
import { startRows } from "./rows.js";
import { startFilters } from "./filters.js";
import { startFolds } from "./folds.js";
import { startActs } from "./acts.js";
import { startForms } from "./forms.js";
import { startDrafts } from "./drafts.js";
import { startPrinting } from "./printing.js";
import { startComposer } from "./composer.js";
import { startCallForm } from "./call_form.js";

startSession();
startDialogs();
startCommandBar();
startRows();
startFilters();
startFolds();
startForms();
startActs();
startDrafts();
startPrinting();
startComposer();
startCallForm();
startShortcuts();
