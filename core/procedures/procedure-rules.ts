import type { RuleBook } from '../../engine/model/rule.ts';

function error(de: string, en: string): RuleBook[string] {
  return { severity: 'error', de, en };
}

/** Files, and the JSON in them. */
export const FILE_RULES = {
  'file-missing': error('Die Datei {path} fehlt.', 'The file {path} is missing.'),
  'file-unknown': error(
    'Die Datei gehört nicht in einen Verfahrensordner.',
    'The file does not belong into the folder of a procedure.',
  ),
  'file-path': error('Der Pfad {path} ist nicht erlaubt.', 'The path {path} is not allowed.'),
  'file-too-large': error(
    'Die Datei ist größer als {max} kB.',
    'The file is larger than {max} kB.',
  ),
  'file-not-text': error('Die Datei ist kein UTF-8-Text.', 'The file is no UTF-8 text.'),
  'file-unreadable': error(
    'Die Datei lässt sich nicht lesen ({cause}).',
    'The file cannot be read ({cause}).',
  ),
  'too-many-files': error('Mehr als {max} Dateien.', 'More than {max} files.'),
  'json-malformed': error('Kein gültiges JSON: {detail}', 'Not valid JSON: {detail}'),
  'json-too-deep': error('JSON zu tief geschachtelt.', 'JSON nested too deeply.'),
  'json-doubled-key': error(
    'Der Schlüssel „{detail}“ steht zweimal.',
    'The key "{detail}" stands twice.',
  ),
  'json-forbidden-key': error(
    'Der Schlüssel „{detail}“ ist nicht erlaubt.',
    'The key "{detail}" is not allowed.',
  ),
} as const satisfies RuleBook;

/** `procedure.json`, `block.json`, `texts/*.json`. */
export const CONFIG_RULES = {
  'config-invalid': error('{path}: {detail}', '{path}: {detail}'),
  'config-key': error(
    'Der Schlüssel „{key}“ ist nicht der Name des Ordners „{folder}“.',
    'The key "{key}" is not the name of the folder "{folder}".',
  ),
  'config-data-doubled': error(
    'Der Baustein {block} gibt „{name}“ anders an als das Verfahren.',
    'The building block {block} declares "{name}" differently from the procedure.',
  ),
  'data-field-missing': error(
    'processData: Zu „{name}“ gibt es kein Formularfeld „{key}“.',
    'processData: for "{name}" there is no form field "{key}".',
  ),
  'data-field-type': error(
    'processData: Das Feld zu „{name}“ ist vom Typ {type}; möglich: {wanted}.',
    'processData: the field for "{name}" is of type {type}; possible: {wanted}.',
  ),
  'data-choice-missing': error(
    'processData: „{name}“ nennt den Wert „{value}“ nicht, den ein Formular anbietet.',
    'processData: "{name}" does not list the value "{value}" that a form offers.',
  ),
  'action-doubled': error(
    'Die Handlung „{action}“ steht zweimal.',
    'The action "{action}" stands twice.',
  ),
  'action-message': error(
    'Auf die Nachricht „{message}“ der Handlung „{action}“ wartet kein Modell.',
    'No model waits for the message "{message}" of the action "{action}".',
  ),
  'action-correlation': error(
    'Die Nachricht „{message}“ schickt das Portal; sie braucht „=caseId“ als Korrelation.',
    'The portal sends the message "{message}"; it needs "=caseId" as its correlation key.',
  ),
  'prefill-unknown': error(
    'prefill: „{name}“ gibt es nicht in den Schritten oder bei angemeldeten Personen.',
    'prefill: there is no "{name}" in the steps or of persons who are signed in.',
  ),
  'follow-up-answer': error(
    'followUps.{name}: Kein Feld der Schritte nimmt die Antwort „{answer}“.',
    'followUps.{name}: no field of the steps takes the answer "{answer}".',
  ),
  'language-unsaid': error(
    'Es gibt Texte in „{language}“, aber languages nennt es nicht.',
    'There are texts in "{language}", but languages does not name it.',
  ),
  'text-not-text': error(
    'Der Text „{key}“ ist keine Zeichenkette.',
    'The text "{key}" is no string.',
  ),
  'text-too-long': error(
    'Der Text „{key}“ hat mehr als {max} Zeichen.',
    'The text "{key}" has more than {max} characters.',
  ),
  'text-missing': error(
    'In {file} fehlt der Text „{key}“.',
    'The text "{key}" is missing in {file}.',
  ),
  'text-required': error(
    'Der Text „{key}“ fehlt; jedes Verfahren braucht ihn.',
    'The text "{key}" is missing; every procedure needs it.',
  ),
  'text-untranslated': error(
    'Die Übersetzung „{key}“ für {file} fehlt.',
    'The translation "{key}" for {file} is missing.',
  ),
  'text-unused-override': error(
    'Zu „{key}“ gibt es nichts in den Formularen.',
    'Nothing in the forms fits "{key}".',
  ),
  'text-block-key': error(
    'Texte eines Bausteins beginnen mit seinem Namen: „{key}“.',
    'Texts of a building block begin with its name: "{key}".',
  ),
  'text-placeholders': error(
    'Der Text „{key}“ hat andere Platzhalter als im Deutschen.',
    'The text "{key}" has other placeholders than in German.',
  ),
} as const satisfies RuleBook;

/** `forms/*.form`. */
export const FORM_RULES = {
  'form-invalid': error('Kein form-js-Formular: {detail}', 'No form-js form: {detail}'),
  'form-component-unknown': error(
    'Die Komponente „{type}“ kennt Amtsweg nicht.',
    'Amtsweg does not know the component "{type}".',
  ),
  'form-attribute-unknown': error(
    'Die Angabe „{name}“ an „{type}“ kennt Amtsweg nicht.',
    'Amtsweg does not know the attribute "{name}" of "{type}".',
  ),
  'form-attribute-invalid': error(
    'Die Angabe „{name}“ ist ungültig: {detail}',
    'The attribute "{name}" is invalid: {detail}',
  ),
  'form-attribute-missing': error(
    'An „{type}“ fehlt die Angabe „{name}“.',
    'The attribute "{name}" of "{type}" is missing.',
  ),
  'form-key-doubled': error(
    'Der Schlüssel „{key}“ steht zweimal im Formular.',
    'The key "{key}" stands twice in the form.',
  ),
  'form-key-invalid': error(
    'Der Schlüssel „{key}“ ist kein Name (Buchstaben und Ziffern, höchstens 60).',
    'The key "{key}" is no name (letters and digits, at most 60).',
  ),
  'form-title-missing': error(
    'Das Formular hat keinen Titel (properties.title).',
    'The form has no title (properties.title).',
  ),
  'form-feel': error('{detail}', '{detail}'),
  'form-pattern': error(
    'Das Muster „{pattern}“ lässt sich nicht lesen oder ist zu lang.',
    'The pattern "{pattern}" cannot be read or is too long.',
  ),
  'form-choices-missing': error(
    '„{key}“ hat keine Auswahl.',
    '"{key}" has nothing to choose from.',
  ),
  'form-empty': error('Das Formular hat keine Komponenten.', 'The form has no components.'),
} as const satisfies RuleBook;

/** `transfer/payload.json`. */
export const TRANSFER_RULES = {
  'transfer-answer-unknown': error(
    '„{path}“: Kein Formular fragt danach.',
    '"{path}": no form asks for it.',
  ),
  'transfer-item-outside': error(
    '„{path}“ steht in keiner wiederholten Gruppe (each).',
    '"{path}" stands in no repeated group (each).',
  ),
  'transfer-answer-group': error(
    '„{path}“ ist eine Liste von Einträgen; sie braucht eine Gruppe mit each.',
    '"{path}" is a list of entries; it needs a group with each.',
  ),
  'transfer-id-doubled': error(
    '„{id}“ steht zweimal in derselben Gruppe.',
    '"{id}" stands twice in the same group.',
  ),
  'transfer-pattern': error(
    'Das Muster „{pattern}“ lässt sich nicht lesen.',
    'The pattern "{pattern}" cannot be read.',
  ),
} as const satisfies RuleBook;

/** What the model says about the rest of the folder. */
export const REFERENCE_RULES = {
  'model-one-process': error(
    'Die Datei braucht genau einen ausführbaren Prozess, sie hat {count}.',
    'The file needs exactly one executable process, it has {count}.',
  ),
  'form-missing': error('Das Formular „{form}“ gibt es nicht.', 'There is no form "{form}".'),
  'form-upload-in-action': error(
    'Das Formular „{form}“ nimmt Dateien an. Das geht in Schritten und Aufgaben, nicht in Handlungen.',
    'The form "{form}" takes files. Steps and tasks can, actions cannot.',
  ),
  'form-reference-missing': error(
    'Die Aufgabe nennt kein Formular (externalReference).',
    'The task names no form (externalReference).',
  ),
  'group-missing': error(
    'Die Aufgabe nennt keine Kandidatengruppe.',
    'The task names no candidate group.',
  ),
  'group-unknown': error(
    'Die Kandidatengruppe „{group}“ steht nicht in procedure.json.',
    'The candidate group "{group}" is not in procedure.json.',
  ),
  'topic-unknown': error(
    'Für „{topic}“ gibt es keinen Worker.',
    'There is no worker for "{topic}".',
  ),
  'error-code-unknown': error(
    'Der Worker „{topic}“ meldet keinen Fehler „{code}“.',
    'The worker "{topic}" reports no error "{code}".',
  ),
  'process-missing': error(
    'Den aufgerufenen Prozess „{process}“ gibt es in diesem Paket nicht.',
    'The called process "{process}" is not in this bundle.',
  ),
  'reference-not-constant': error(
    '„{name}“ muss ein fester Text sein.',
    '"{name}" must be a constant text.',
  ),
  'decision-missing': error(
    'Die Entscheidung „{decision}“ gibt es nicht.',
    'There is no decision "{decision}".',
  ),
  'template-missing': error(
    'Die Vorlage „{template}“ gibt es nicht.',
    'There is no template "{template}".',
  ),
  'template-malformed': error(
    'Die Vorlage lässt sich nicht lesen: {detail}',
    'The template cannot be read: {detail}',
  ),
  'text-key-missing': error(
    'Den Text „{key}“ ({name}) gibt es nicht.',
    'The text "{key}" ({name}) does not exist.',
  ),
  'decision-input-undrawn': error(
    'Die Tabelle liest „{name}“, ohne es als Eingabe zu fordern (informationRequirement); sie bekäme nichts.',
    'The table reads "{name}" without requiring it as input (informationRequirement); it would get nothing.',
  ),
  'template-text-missing': error(
    'Den Text „{key}“ dieser Vorlage gibt es nicht.',
    'The text "{key}" of this template does not exist.',
  ),
  'status-text-missing': error(
    'Den Text „{key}“ ({property}) gibt es nicht.',
    'The text "{key}" ({property}) does not exist.',
  ),
  'status-missing': error(
    'Die Aufgabe hat keinen Statustext, auch nicht geerbt.',
    'The task has no status text, not even an inherited one.',
  ),
  'outcome-missing': error(
    'Das Ende „{element}“ sagt nicht, was herausgekommen ist (outcome).',
    'The end "{element}" does not say what came out (outcome).',
  ),
  'phase-unknown': error(
    'Den Abschnitt „{phase}“ nennt procedure.json nicht.',
    'procedure.json does not name the phase "{phase}".',
  ),
  'property-invalid': error(
    '„{value}“ ist für {property} nicht erlaubt.',
    '"{value}" is not allowed for {property}.',
  ),
  'property-unknown': error(
    'Die Eigenschaft „{property}“ kennt Amtsweg nicht.',
    'Amtsweg does not know the property "{property}".',
  ),
  'block-input-missing': error(
    'Der Baustein {block} braucht „{name}“; der Aufruf gibt es nicht mit.',
    'The building block {block} needs "{name}"; the call does not hand it over.',
  ),
  'data-undeclared': error(
    'Das Modell liest „{name}“; das steht weder in processData noch ist es ein Ergebnis von Workern, Entscheidungen oder Bausteinen.',
    'The model reads "{name}", which is neither in processData nor a result of workers, decisions or building blocks.',
  ),
} as const satisfies RuleBook;

export const PROCEDURE_RULES = {
  ...FILE_RULES,
  ...CONFIG_RULES,
  ...FORM_RULES,
  ...TRANSFER_RULES,
  ...REFERENCE_RULES,
} as const satisfies RuleBook;

export type ProcedureRule = keyof typeof PROCEDURE_RULES;
