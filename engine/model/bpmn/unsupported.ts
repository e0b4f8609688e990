/** What BPMN knows and this engine does not run yet, in the words of its modelling tools. */
export interface Naming {
  readonly de: string;
  readonly en: string;
}

export const unsupportedElements: ReadonlyMap<string, Naming> = new Map([
  ['bpmn:complexGateway', { de: 'Ein komplexes Gateway', en: 'A complex gateway' }],
  ['bpmn:transaction', { de: 'Eine Transaktion', en: 'A transaction' }],
  ['bpmn:adHocSubProcess', { de: 'Ein Ad-hoc-Teilprozess', en: 'An ad-hoc sub-process' }],
  ['bpmn:signalEventDefinition', { de: 'Ein Signalereignis', en: 'A signal event' }],
  ['bpmn:conditionalEventDefinition', { de: 'Ein Bedingungsereignis', en: 'A conditional event' }],
  [
    'bpmn:compensateEventDefinition',
    { de: 'Ein Kompensationsereignis', en: 'A compensation event' },
  ],
  ['bpmn:cancelEventDefinition', { de: 'Ein Abbruchereignis', en: 'A cancel event' }],
  ['bpmn:choreography', { de: 'Eine Choreografie', en: 'A choreography' }],
  ['bpmn:choreographyTask', { de: 'Eine Choreografie-Aufgabe', en: 'A choreography task' }],
  ['bpmn:subChoreography', { de: 'Eine Teilchoreografie', en: 'A sub-choreography' }],
  [
    'bpmn:callChoreography',
    { de: 'Der Aufruf einer Choreografie', en: 'The call of a choreography' },
  ],
  [
    'bpmn:globalChoreographyTask',
    { de: 'Eine globale Choreografie-Aufgabe', en: 'A global choreography task' },
  ],
  ['bpmn:globalConversation', { de: 'Eine globale Konversation', en: 'A global conversation' }],
  ['bpmn:conversation', { de: 'Eine Konversation', en: 'A conversation' }],
  ['bpmn:subConversation', { de: 'Eine Teilkonversation', en: 'A sub-conversation' }],
  [
    'bpmn:callConversation',
    { de: 'Der Aufruf einer Konversation', en: 'The call of a conversation' },
  ],
  ['bpmn:globalTask', { de: 'Eine globale Aufgabe', en: 'A global task' }],
  ['bpmn:globalManualTask', { de: 'Eine globale manuelle Aufgabe', en: 'A global manual task' }],
  ['bpmn:globalUserTask', { de: 'Eine globale Benutzeraufgabe', en: 'A global user task' }],
  ['bpmn:globalScriptTask', { de: 'Eine globale Skriptaufgabe', en: 'A global script task' }],
  [
    'bpmn:globalBusinessRuleTask',
    { de: 'Eine globale Geschäftsregelaufgabe', en: 'A global business rule task' },
  ],
  ['bpmn:ioSpecification', dataOf('ioSpecification')],
  ['bpmn:ioBinding', dataOf('ioBinding')],
  ['bpmn:dataInput', dataOf('dataInput')],
  ['bpmn:dataOutput', dataOf('dataOutput')],
  ['bpmn:inputSet', dataOf('inputSet')],
  ['bpmn:outputSet', dataOf('outputSet')],
  ['bpmn:assignment', dataOf('assignment')],
  ['bpmn:transformation', dataOf('transformation')],
  [
    'bpmn:property',
    { de: 'Eine Variable als <bpmn:property>', en: 'A variable as <bpmn:property>' },
  ],
  ['bpmn:resourceRole', whoOf('resourceRole')],
  ['bpmn:performer', whoOf('performer')],
  ['bpmn:humanPerformer', whoOf('humanPerformer')],
  ['bpmn:potentialOwner', whoOf('potentialOwner')],
  ['bpmn:rendering', { de: 'Eine Darstellung (rendering)', en: 'A rendering' }],
  ['bpmn:script', { de: 'Ein Skript in <bpmn:script>', en: 'A script in <bpmn:script>' }],
]);

/** Data is moved by zeebe:ioMapping. */
function dataOf(name: string): Naming {
  return { de: `Datenfluss durch <bpmn:${name}>`, en: `Data flow by <bpmn:${name}>` };
}

/** Who does a task is said by zeebe:assignmentDefinition. */
function whoOf(name: string): Naming {
  return { de: `Zuständigkeit durch <bpmn:${name}>`, en: `Assignment by <bpmn:${name}>` };
}

export const unsupportedFeatures = {
  timerStart: { de: 'Ein Zeit-Startereignis', en: 'A timer start event' },
  compensationHandler: {
    de: 'Eine Aktivität zur Kompensation (isForCompensation)',
    en: 'An activity for compensation (isForCompensation)',
  },
  instantiate: {
    de: 'Ein Prozessstart durch dieses Element (instantiate)',
    en: 'Starting a process by this element (instantiate)',
  },
  parallelEventGateway: {
    de: 'Ein paralleles ereignisbasiertes Gateway',
    en: 'A parallel event-based gateway',
  },
  quantity: {
    de: 'startQuantity oder completionQuantity ungleich 1',
    en: 'startQuantity or completionQuantity other than 1',
  },
  errorCodeExpression: {
    de: 'Ein FEEL-Ausdruck als Fehlercode',
    en: 'A FEEL expression as error code',
  },
  escalationCodeExpression: {
    de: 'Ein FEEL-Ausdruck als Eskalationscode',
    en: 'A FEEL expression as escalation code',
  },
  loopDataObjects: {
    de: 'Mehrfachausführung über Datenobjekte (loopDataInputRef, inputDataItem und dergleichen)',
    en: 'Multi-instance over data objects (loopDataInputRef, inputDataItem and the like)',
  },
  loopBehavior: {
    de: 'Ein Ereignis je Durchlauf einer Mehrfachausführung (behavior)',
    en: 'An event for each round of a multi-instance (behavior)',
  },
  loopOnEventSubProcess: {
    de: 'Die Wiederholung eines Ereignis-Teilprozesses',
    en: 'A loop of an event sub-process',
  },
  sharedEventDefinition: {
    de: 'Ein Verweis auf einen gemeinsamen Auslöser (eventDefinitionRef)',
    en: 'A reference to a shared event definition (eventDefinitionRef)',
  },
  businessId: {
    de: 'Eine eigene Geschäftskennung des aufgerufenen Prozesses (businessId)',
    en: 'A business id for the called process (businessId)',
  },
  calledElement: {
    de: 'Ein anderer aufgerufener Prozess (calledElement) als in zeebe:calledElement',
    en: 'A called process (calledElement) other than that of zeebe:calledElement',
  },
  mandatoryExtension: {
    de: 'Eine Erweiterung, die verstanden werden muss (mustUnderstand),',
    en: 'An extension that must be understood (mustUnderstand)',
  },
  conditionLanguage: {
    de: 'Eine andere Ausdruckssprache als FEEL',
    en: 'An expression language other than FEEL',
  },
} as const satisfies Readonly<Record<string, Naming>>;

export function namingOf(elementName: string): Naming {
  const plain = `<${elementName}>`;
  return unsupportedElements.get(elementName) ?? { de: plain, en: plain };
}
