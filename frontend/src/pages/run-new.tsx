/** A new run: what learns, from which text, for how long; what it costs; start. */
import { pageData } from "../shared/page";
import { NewRun, type NewRunPage } from "./run-new-form";
import { draw } from "./start";

draw(<NewRun page={pageData<NewRunPage>()} />);
