// Reads a calendar from the standard input with ical.js, and prints what it says as JSON.

import { readFileSync } from "node:fs";
import ICAL from "../node_modules/ical.js/dist/ical.js";

ICAL.design.strict = true; // what RFC 5545 does not know is an error
ICAL.TimezoneService.reset(); // no zone but those that the calendar brings

const utc = (time) => time.convertToZone(ICAL.Timezone.utcTimezone).toString();

function told(component) {
  const event = new ICAL.Event(component);
  const { startDate: start, endDate: end } = event;
  return {
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    status: component.getFirstPropertyValue("status"),
    url: component.getFirstPropertyValue("url"),
    stamp: component.getFirstPropertyValue("dtstamp").toString(),
    zone: start.zone?.tzid ?? null,
    start: start.isDate ? start.toString() : utc(start),
    end: component.hasProperty("dtend") ? (end.isDate ? end.toString() : utc(end)) : null,
  };
}

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
console.log(
  JSON.stringify({
    name: calendar.getFirstPropertyValue("name"),
    refreshed: calendar.getFirstPropertyValue("refresh-interval")?.toString() ?? null,
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => ({
      id: zone.getFirstPropertyValue("tzid"),
      parts: zone.getAllSubcomponents().map((part) => ({
        kind: part.name,
        since: part.getFirstPropertyValue("dtstart").toString(),
        from: part.getFirstPropertyValue("tzoffsetfrom").toString(),
        to: part.getFirstPropertyValue("tzoffsetto").toString(),
      })),
    })),
    events: calendar.getAllSubcomponents("vevent").map(told),
  }),
);
