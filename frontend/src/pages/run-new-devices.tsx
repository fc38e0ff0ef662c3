/** On how many devices a run is trained, and how they share it. */
import { useTranslation } from "react-i18next";
import { devicesOf, sharing } from "./devices";
import { inputOf, Labelled, OptionField, type Options } from "./run-new-fields";

export function Devices({ most, fields, ...options }: Options & { most: number }) {
  const { t } = useTranslation();
  const { config, change, problem } = options;
  if (!fields.devices) return null; // it varies
  if (most < 2) return <p className="sub">{t("form.oneDevice")}</p>;
  const batch = Number(config.batch_size);
  const chosen = devicesOf(config);
  return (
    <div className="form-grid">
      <Labelled name="devices" label={t("field.devices")} help={t("help.devices", fields.devices.description)} problem={problem("devices")}>
        <select {...inputOf("devices", problem("devices"))} value={chosen} onChange={(event) => change({ ...config, devices: Number(event.target.value) })}>
          {sharing(batch, most, chosen).map((n) => <option key={n} value={n}>{batch % n === 0 ? t("form.deviceShare", { n, count: batch / n }) : n}</option>)}
        </select>
      </Labelled>
      {chosen > 1 && fields.strategy && <OptionField field={fields.strategy} {...options} />}
    </div>
  );
}
