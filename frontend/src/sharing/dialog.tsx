/** Who sees a thing: its owner, the members of chosen courses, everyone here; and the link for anybody to a design. */
import "./sharing.css";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../shared/api";
import { Modal } from "../shared/modal";
import { PublicLink } from "./public-link";
import { duplicate, readCourses, readSharing, share, VISIBILITIES, type Course, type Kind, type Sharing, type Thing } from "./state";

const HELP: Partial<Record<Kind, string>> = { architectures: "sharing.help", sweeps: "sharing.helpSearch" };

export default function ShareDialog({ id, kind = "architectures", onClose }: { id: string; kind?: Kind; onClose: (changed: boolean) => void }) {
  const { t } = useTranslation();
  const changed = useRef(false), close = (): void => onClose(changed.current);
  const isDesign = kind === "architectures";
  const [held, setHeld] = useState<Sharing | null>(null), [courses, setCourses] = useState<Course[]>([]);
  const [said, setSaid] = useState(""), [wrong, setWrong] = useState("");
  const keep = (now: Sharing): void => { changed.current = true; setHeld(now); };
  const failed = (error: unknown): void => setWrong(error instanceof ApiError ? error.message : t("common.offline"));
  useEffect(() => {
    Promise.all([readSharing({ kind, id }), readCourses()]).then(([sharing, mine]) => { setCourses(mine); setHeld(sharing); }, failed);
  }, [kind, id]); // eslint-disable-line react-hooks/exhaustive-deps
  const attempt = (work: () => Promise<string>): void => {
    setWrong("");
    work().then(setSaid, (error: unknown) => { setSaid(""); failed(error); });
  };
  const copy = (): void => attempt(async () => { location.assign(`/architectures/${await duplicate(id)}/edit/`); return ""; });
  return (
    <Modal wide title={held ? t("sharing.title", { title: held.title }) : t("sharing.share")} onClose={close}>
      {!held && !wrong && <p role="status">{t("sharing.loading")}</p>}
      {held && <Who held={held} courses={courses} attempt={attempt} keep={keep} thing={{ kind, id }} />}
      {held && isDesign && <PublicLink id={id} link={held.link} attempt={attempt} keep={(link) => keep({ ...held, link })} />}
      <p className="sharing-said" role="status">{said}</p>
      {wrong && <p className="form-error" role="alert">{wrong}</p>}
      <div className="dialog-actions">{isDesign && <button type="button" className="btn btn-quiet" onClick={copy}>{t("sharing.copy")}</button>}<button type="button" className="btn" onClick={close}>{t("sharing.close")}</button></div>
    </Modal>
  );
}

interface WhoProps { thing: Thing; held: Sharing; courses: Course[]; attempt: (work: () => Promise<string>) => void; keep: (sharing: Sharing) => void }

function Who({ thing, held, courses, attempt, keep }: WhoProps) {
  const { t } = useTranslation();
  const [visibility, setVisibility] = useState(held.visibility), [chosen, setChosen] = useState(held.courses);
  const toggle = (course: string) => (): void => setChosen((was) => (was.includes(course) ? was.filter((one) => one !== course) : [...was, course]));
  const save = (event: FormEvent): void => {
    event.preventDefault();
    attempt(async () => {
      const now = await share(thing, visibility, chosen);
      keep({ ...now, link: held.link });
      return t("sharing.saved", { who: t(`sharing.now.${now.visibility}`, { count: now.courses.length }) });
    });
  };
  return (
    <form onSubmit={save}>
      <fieldset className="sharing-who">
        <legend>{t("sharing.who")}</legend>
        {VISIBILITIES.map((one) => (
          <div key={one}>
            <label className="choice"><input type="radio" name="visibility" value={one} checked={visibility === one} onChange={() => setVisibility(one)} /><span><b>{t(`sharing.${one}`)}</b> {t(`sharing.${one}Text`)}</span></label>
            {one === "course" && visibility === "course" && <Courses courses={courses} chosen={chosen} toggle={toggle} />}
          </div>
        ))}
      </fieldset>
      <div className="sharing-end"><p className="sub">{t(HELP[thing.kind] ?? "sharing.helpUse")}</p><button className="btn btn-primary">{t("sharing.done")}</button></div>
    </form>
  );
}

function Courses({ courses, chosen, toggle }: { courses: Course[]; chosen: string[]; toggle: (id: string) => () => void }) {
  const { t } = useTranslation();
  if (!courses.length) return <p className="sharing-courses sub">{t("sharing.noCourses")} <a href="/courses/">{t("sharing.joinCourse")}</a></p>;
  return (
    <fieldset className="sharing-courses">
      <legend className="visually-hidden">{t("sharing.courses")}</legend>
      {courses.filter((one) => !one.archived || chosen.includes(one.id)).map((one) => (
        <label key={one.id} className="check"><input type="checkbox" checked={chosen.includes(one.id)} onChange={toggle(one.id)} /><span>{one.title}{one.archived && <small> · {t("sharing.over")}</small>}</span></label>
      ))}
    </fieldset>
  );
}
