/** The drawings within another page, which fetches this only when there is something to draw. */
import "@xyflow/react/dist/style.css";
import "../editor/editor.css";
import "../editor/editing.css";
import "../editor/inspector/panels.css";
import { CompareBody } from "./body";

export default CompareBody;
