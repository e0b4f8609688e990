import type { RuleBook } from '../rule.ts';

/**
 * What a BPMN model must keep to so that it can run. The source is BPMN 2.0.2 (OMG
 * formal/2013-12-09), the number is that of the section; rules without a number are those of the
 * zeebe extensions.
 */
export const bpmnRules = {
  // What is written at all
  'element-unknown': {
    severity: 'error',
    de: 'Das Element <{name}> gibt es nicht.',
    en: 'There is no element <{name}>.',
  },
  'element-misplaced': {
    severity: 'error',
    de: '<{name}> darf nicht in <{parent}> stehen.',
    en: '<{name}> must not stand in <{parent}>.',
  },
  'element-ignored': {
    severity: 'warning',
    de: '<{name}> hat hier keine Wirkung.',
    en: '<{name}> has no effect here.',
  },
  'attribute-unknown': {
    severity: 'error',
    de: 'Das Attribut „{attribute}“ gibt es an <{name}> nicht.',
    en: 'There is no attribute "{attribute}" on <{name}>.',
  },
  'unexpected-text': {
    severity: 'error',
    de: 'In <{name}> steht Text, der dort nicht hingehört: „{text}“.',
    en: '<{name}> contains text that does not belong there: "{text}".',
  },
  'id-missing': {
    severity: 'error',
    de: '<{name}> hat keine ID.',
    en: '<{name}> has no id.',
  },
  'id-illegal': {
    severity: 'error',
    de: 'Die ID „{id}“ ist nicht erlaubt (Buchstabe oder _ am Anfang, dann Buchstaben, Ziffern, _ . -).',
    en: 'The id "{id}" is not allowed (a letter or _ first, then letters, digits, _ . -).',
  },
  'reference-broken': {
    severity: 'error',
    de: '„{property}“ verweist auf „{id}“; das gibt es in dieser Datei nicht.',
    en: '"{property}" refers to "{id}", which does not exist in this file.',
  },
  'reference-broken-unused': {
    severity: 'warning',
    de: '„{property}“ verweist auf „{id}“; das gibt es in dieser Datei nicht (ohne Wirkung auf den Ablauf).',
    en: '"{property}" refers to "{id}", which does not exist in this file (no effect on the flow).',
  },
  'reference-wrong-type': {
    severity: 'error',
    de: '„{property}“ verweist auf „{id}“; das ist <{found}> und passt nicht.',
    en: '"{property}" refers to "{id}", which is <{found}> and does not fit.',
  },
  'diagram-reference-broken': {
    severity: 'warning',
    de: 'Das Diagramm zeigt „{id}“; das gibt es in dieser Datei nicht.',
    en: 'The diagram shows "{id}", which does not exist in this file.',
  },
  'element-not-supported': {
    severity: 'error',
    de: '{what} wird nicht unterstützt.',
    en: '{what} is not supported.',
  },
  'attribute-not-supported': {
    severity: 'error',
    de: 'Das Attribut „{attribute}“ einer anderen Engine wird nicht unterstützt.',
    en: 'The attribute "{attribute}" of another engine is not supported.',
  },

  // Processes (10.1, 10.5.2)
  'no-executable-process': {
    severity: 'error',
    de: 'Die Datei enthält keinen ausführbaren Prozess (isExecutable="true").',
    en: 'The file contains no executable process (isExecutable="true").',
  },
  'process-not-executable': {
    severity: 'warning',
    de: 'Der Prozess ist nicht als ausführbar gekennzeichnet und wird übergangen.',
    en: 'The process is not marked as executable and is skipped.',
  },
  'no-start-event': {
    severity: 'error',
    de: '{what} hat kein Startereignis.',
    en: '{what} has no start event.',
  },
  'several-none-starts': {
    severity: 'error',
    de: 'Es gibt mehr als ein Startereignis ohne Auslöser.',
    en: 'There is more than one start event without a trigger.',
  },
  'start-event-wrong-definition': {
    severity: 'error',
    de: 'In einem Teilprozess muss das Startereignis ohne Auslöser sein (außer in einem Ereignis-Teilprozess).',
    en: 'The start event of a sub-process must be without a trigger (except in an event sub-process).',
  },
  'start-event-incoming': {
    severity: 'error',
    de: 'In ein Startereignis darf kein Sequenzfluss führen ({flow}).',
    en: 'No sequence flow may lead into a start event ({flow}).',
  },
  'start-event-without-outgoing': {
    severity: 'warning',
    de: 'Aus dem Startereignis führt kein Sequenzfluss; es ist mit ihm schon zu Ende.',
    en: 'No sequence flow leaves the start event; everything ends with it.',
  },
  'end-event-outgoing': {
    severity: 'error',
    de: 'Aus einem Endereignis darf kein Sequenzfluss führen ({flow}).',
    en: 'No sequence flow may leave an end event ({flow}).',
  },
  unreachable: {
    severity: 'warning',
    de: 'Das Element wird nie erreicht.',
    en: 'The element is never reached.',
  },

  // Sequence flows (8.4.13, 10.6)
  'flow-end-missing': {
    severity: 'error',
    de: 'Dem Sequenzfluss fehlt „{property}“.',
    en: 'The sequence flow lacks "{property}".',
  },
  'flow-crosses-scope': {
    severity: 'error',
    de: 'Der Sequenzfluss führt über die Grenze eines Prozesses oder Teilprozesses ({source} → {target}).',
    en: 'The sequence flow crosses the border of a process or sub-process ({source} → {target}).',
  },
  'flow-reference-mismatch': {
    severity: 'error',
    de: 'Als {property} ist „{flow}“ genannt; dieser Sequenzfluss ist aber nicht mit dem Element verbunden.',
    en: '"{flow}" is named as {property}, but that sequence flow is not connected to the element.',
  },
  'condition-not-feel': {
    severity: 'error',
    de: 'Die Bedingung muss ein FEEL-Ausdruck sein und mit „=“ beginnen.',
    en: 'The condition must be a FEEL expression and begin with "=".',
  },
  'condition-not-allowed': {
    severity: 'error',
    de: 'Ein Sequenzfluss aus diesem Element ({source}) darf keine Bedingung haben.',
    en: 'A sequence flow from this element ({source}) must not have a condition.',
  },
  'condition-missing': {
    severity: 'error',
    de: 'Der Sequenzfluss aus dem Gateway „{source}“ hat weder eine Bedingung noch ist er der Standardfluss.',
    en: 'The sequence flow from gateway "{source}" has no condition and is not the default flow.',
  },
  'condition-on-default': {
    severity: 'warning',
    de: 'Die Bedingung am Standardfluss hat keine Wirkung.',
    en: 'The condition on the default flow has no effect.',
  },
  'default-flow-elsewhere': {
    severity: 'error',
    de: 'Der Standardfluss „{flow}“ geht nicht von diesem Element aus.',
    en: 'The default flow "{flow}" does not leave this element.',
  },

  // Gateways (10.6)
  'gateway-direction': {
    severity: 'warning',
    de: 'gatewayDirection="{direction}" passt nicht zu {incoming} eingehenden und {outgoing} ausgehenden Flüssen.',
    en: 'gatewayDirection="{direction}" does not fit {incoming} incoming and {outgoing} outgoing flows.',
  },
  'event-gateway-too-few': {
    severity: 'error',
    de: 'Ein ereignisbasiertes Gateway braucht mindestens zwei ausgehende Flüsse.',
    en: 'An event-based gateway needs at least two outgoing flows.',
  },
  'event-gateway-target': {
    severity: 'error',
    de: 'Auf ein ereignisbasiertes Gateway dürfen nur fangende Zwischenereignisse und Empfangsaufgaben folgen, nicht „{target}“.',
    en: 'Only intermediate catch events and receive tasks may follow an event-based gateway, not "{target}".',
  },
  'event-gateway-target-incoming': {
    severity: 'error',
    de: 'In „{target}“ darf nur der Fluss aus dem ereignisbasierten Gateway führen.',
    en: 'Only the flow from the event-based gateway may lead into "{target}".',
  },
  'event-gateway-mixed': {
    severity: 'error',
    de: 'Hinter einem ereignisbasierten Gateway dürfen Nachrichtenereignisse und Empfangsaufgaben nicht gemischt werden.',
    en: 'Message events and receive tasks must not be mixed behind an event-based gateway.',
  },
  'event-gateway-target-boundary': {
    severity: 'error',
    de: 'An einer Empfangsaufgabe hinter einem ereignisbasierten Gateway darf kein Randereignis sitzen ({boundary}).',
    en: 'A receive task behind an event-based gateway must not carry a boundary event ({boundary}).',
  },

  // Events (10.5)
  'several-event-definitions': {
    severity: 'error',
    de: 'Ein Ereignis darf nur einen Auslöser haben.',
    en: 'An event may have only one event definition.',
  },
  'event-definition-missing': {
    severity: 'error',
    de: 'Dem Ereignis fehlt der Auslöser.',
    en: 'The event lacks its event definition.',
  },
  'event-definition-misplaced': {
    severity: 'error',
    de: 'Diesen Auslöser gibt es hier nicht: {what}.',
    en: 'This event definition does not exist here: {what}.',
  },
  'boundary-incoming': {
    severity: 'error',
    de: 'In ein Randereignis darf kein Sequenzfluss führen ({flow}).',
    en: 'No sequence flow may lead into a boundary event ({flow}).',
  },
  'boundary-without-outgoing': {
    severity: 'error',
    de: 'Aus dem Randereignis führt kein Sequenzfluss.',
    en: 'No sequence flow leaves the boundary event.',
  },
  'boundary-not-attached': {
    severity: 'error',
    de: 'Das Randereignis sitzt nicht an einer Aktivität desselben Prozesses oder Teilprozesses.',
    en: 'The boundary event is not attached to an activity of the same process or sub-process.',
  },
  'boundary-error-non-interrupting': {
    severity: 'error',
    de: 'Ein Fehler-Randereignis muss unterbrechend sein.',
    en: 'An error boundary event must be interrupting.',
  },
  'boundary-duplicate-error': {
    severity: 'error',
    de: 'An derselben Aktivität fängt schon „{other}“ diesen Fehler.',
    en: '"{other}" on the same activity catches this error already.',
  },
  'message-missing': {
    severity: 'error',
    de: 'Es ist keine Nachricht mit Namen angegeben.',
    en: 'No message with a name is given.',
  },
  'message-duplicate': {
    severity: 'error',
    de: 'Auf die Nachricht „{message}“ wartet hier schon „{other}“.',
    en: '"{other}" already waits for the message "{message}" here.',
  },
  'correlation-key-missing': {
    severity: 'error',
    de: 'Der Nachricht „{message}“ fehlt der Korrelationsschlüssel (zeebe:subscription correlationKey).',
    en: 'The message "{message}" lacks a correlation key (zeebe:subscription correlationKey).',
  },
  'error-missing': {
    severity: 'error',
    de: 'Das Fehler-Endereignis nennt keinen Fehler.',
    en: 'The error end event names no error.',
  },
  'error-without-code': {
    severity: 'error',
    de: 'Der Fehler „{error}“ hat keinen Code.',
    en: 'The error "{error}" has no code.',
  },
  'escalation-missing': {
    severity: 'error',
    de: 'Das Eskalationsereignis nennt keine Eskalation.',
    en: 'The escalation event names no escalation.',
  },
  'escalation-without-code': {
    severity: 'error',
    de: 'Die Eskalation „{escalation}“ hat keinen Code.',
    en: 'The escalation "{escalation}" has no code.',
  },
  'escalation-duplicate': {
    severity: 'error',
    de: 'Diese Eskalation fängt hier schon „{other}“.',
    en: '"{other}" catches this escalation here already.',
  },
  'link-name-missing': {
    severity: 'error',
    de: 'Dem Linkereignis fehlt der Name.',
    en: 'The link event lacks its name.',
  },
  'link-without-target': {
    severity: 'error',
    de: 'Zum Link „{name}“ gibt es in demselben Prozess oder Teilprozess kein fangendes Linkereignis.',
    en: 'There is no catching link event "{name}" in the same process or sub-process.',
  },
  'link-target-duplicate': {
    severity: 'error',
    de: 'Den Link „{name}“ fängt schon „{other}“.',
    en: '"{other}" catches the link "{name}" already.',
  },
  'link-flow': {
    severity: 'error',
    de: 'In ein fangendes Linkereignis führt kein Sequenzfluss, aus einem werfenden keiner heraus ({flow}).',
    en: 'No sequence flow leads into a catching link event or out of a throwing one ({flow}).',
  },
  'timer-values': {
    severity: 'error',
    de: 'Ein Zeitereignis braucht genau eine Angabe: Datum, Dauer oder Wiederholung ({count} gefunden).',
    en: 'A timer needs exactly one of date, duration or cycle ({count} found).',
  },
  'timer-unreadable': {
    severity: 'error',
    de: '„{value}“ ist nicht lesbar; erwartet wird nach ISO 8601: {expected}.',
    en: '"{value}" cannot be read; expected is, by ISO 8601: {expected}.',
  },
  'timer-cycle-not-allowed': {
    severity: 'error',
    de: 'Eine Wiederholung ist nur an Ereignissen erlaubt, die nicht unterbrechen.',
    en: 'A cycle is allowed on events that do not interrupt only.',
  },

  // Event sub-processes (10.3.5, 13.5.4)
  'event-sub-process-start': {
    severity: 'error',
    de: 'Ein Ereignis-Teilprozess braucht genau ein Startereignis, und das braucht einen Auslöser ({count} gefunden).',
    en: 'An event sub-process needs exactly one start event, and that one a trigger ({count} found).',
  },
  'event-sub-process-flow': {
    severity: 'error',
    de: 'Mit einem Ereignis-Teilprozess darf kein Sequenzfluss verbunden sein ({flow}).',
    en: 'No sequence flow may be connected to an event sub-process ({flow}).',
  },
  'start-error-non-interrupting': {
    severity: 'error',
    de: 'Ein Ereignis-Teilprozess, den ein Fehler startet, muss unterbrechend sein.',
    en: 'An event sub-process that starts on an error must be interrupting.',
  },

  // Loops (13.3.6, 13.3.7)
  'multi-instance-input': {
    severity: 'error',
    de: 'Eine Mehrfachausführung braucht genau eines von inputCollection und loopCardinality.',
    en: 'A multi-instance needs exactly one of inputCollection and loopCardinality.',
  },
  'multi-instance-output': {
    severity: 'error',
    de: 'outputCollection und outputElement gehören zusammen.',
    en: 'outputCollection and outputElement belong together.',
  },
  'loop-without-end': {
    severity: 'error',
    de: 'Eine Schleife braucht eine Bedingung (loopCondition) oder eine Höchstzahl (loopMaximum).',
    en: 'A loop needs a condition (loopCondition) or a maximum (loopMaximum).',
  },
  'loop-maximum-unreadable': {
    severity: 'error',
    de: 'loopMaximum „{value}“ ist keine ganze Zahl ab 1.',
    en: 'loopMaximum "{value}" is not a whole number from 1.',
  },
  'several-loops': {
    severity: 'error',
    de: 'Eine Aktivität darf nur eine Art der Wiederholung haben.',
    en: 'An activity may have only one kind of loop.',
  },

  // Tasks and extensions
  'extension-misplaced': {
    severity: 'error',
    de: '<{name}> hat an <{parent}> nichts zu suchen.',
    en: '<{name}> does not belong to <{parent}>.',
  },
  'extension-duplicate': {
    severity: 'error',
    de: '<{name}> ist mehrfach angegeben.',
    en: '<{name}> is given more than once.',
  },
  'extension-conflict': {
    severity: 'error',
    de: '<{name}> und <{other}> schließen einander aus.',
    en: '<{name}> and <{other}> exclude each other.',
  },
  'job-type-missing': {
    severity: 'error',
    de: 'Es fehlt, welcher Dienst das tut (zeebe:taskDefinition type).',
    en: 'It is not said which worker does this (zeebe:taskDefinition type).',
  },
  'retries-not-a-number': {
    severity: 'error',
    de: 'Die Zahl der Versuche „{value}“ ist keine ganze Zahl.',
    en: 'The number of retries "{value}" is not an integer.',
  },
  'priority-not-a-number': {
    severity: 'error',
    de: 'Die Priorität „{value}“ ist keine ganze Zahl von 0 bis 100.',
    en: 'The priority "{value}" is not an integer from 0 to 100.',
  },
  'header-without-key': {
    severity: 'error',
    de: 'Einem Eintrag von <{name}> fehlt der Name.',
    en: 'An entry of <{name}> lacks its name.',
  },
  'user-task-native': {
    severity: 'warning',
    de: 'zeebe:userTask fehlt; die Aufgabe wird trotzdem als Benutzeraufgabe der Engine geführt, auf Zeebe würde sie ein Job.',
    en: 'zeebe:userTask is missing; the task is handled as a user task of the engine all the same, on Zeebe it would be a job.',
  },
  'form-not-in-bundle': {
    severity: 'warning',
    de: 'Formulare werden nur über externalReference="forms/…" gefunden.',
    en: 'Forms are found by externalReference="forms/…" only.',
  },
  'script-expression-missing': {
    severity: 'error',
    de: 'Dem Skript fehlt der Ausdruck (zeebe:script expression) oder ein Dienst (zeebe:taskDefinition).',
    en: 'The script lacks its expression (zeebe:script expression) or a worker (zeebe:taskDefinition).',
  },
  'result-variable-missing': {
    severity: 'error',
    de: 'Es fehlt, in welche Variable das Ergebnis kommt (resultVariable).',
    en: 'It is not said into which variable the result goes (resultVariable).',
  },
  'decision-missing': {
    severity: 'error',
    de: 'Es fehlt die Entscheidung (zeebe:calledDecision decisionId) oder ein Dienst (zeebe:taskDefinition).',
    en: 'The decision (zeebe:calledDecision decisionId) or a worker (zeebe:taskDefinition) is missing.',
  },
  'called-process-missing': {
    severity: 'error',
    de: 'Es fehlt, welcher Prozess aufgerufen wird (zeebe:calledElement processId).',
    en: 'It is not said which process is called (zeebe:calledElement processId).',
  },
  'binding-invalid': {
    severity: 'error',
    de: 'Die Bindung „{binding}“ ist hier nicht möglich.',
    en: 'The binding "{binding}" is not possible here.',
  },
  'mapping-source-missing': {
    severity: 'error',
    de: 'Der Zuordnung nach „{target}“ fehlt die Quelle.',
    en: 'The mapping to "{target}" lacks its source.',
  },
  'variable-name-unusable': {
    severity: 'error',
    de: '„{name}“ ist kein brauchbarer Name einer Variablen.',
    en: '"{name}" is not a usable name of a variable.',
  },
  'expression-empty': {
    severity: 'error',
    de: 'Hinter dem „=“ von „{attribute}“ steht kein Ausdruck.',
    en: 'There is no expression behind the "=" of "{attribute}".',
  },
  'boolean-unreadable': {
    severity: 'error',
    de: '„{attribute}“ muss true oder false sein, nicht „{value}“.',
    en: '"{attribute}" must be true or false, not "{value}".',
  },
} as const satisfies RuleBook;

export type BpmnRules = typeof bpmnRules;
export type BpmnRuleCode = keyof BpmnRules;
