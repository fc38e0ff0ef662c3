/** The model's page: a beginning, options, and the text as it streams. */
import { pageData } from "../shared/page";
import { Playground, type PlaygroundModel } from "../playground/playground";
import { draw } from "./start";

draw(<Playground model={pageData<PlaygroundModel>()} />);
