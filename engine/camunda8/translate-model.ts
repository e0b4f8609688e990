import { extensionOf, rewriteBpmn } from '../model/rewrite-bpmn.ts';
import type { MakeElement, ModelElement } from '../model/rewrite-bpmn.ts';
import { ORIGIN } from '../mirror.ts';

/**
 * The model as Zeebe wants it. It runs the dialect as it is; two things are added: `ORIGIN` is handed on
 * by call activities, and flows are named at both their ends, which BPMN leaves to the flow alone.
 */
export function translateModel(xml: string): Promise<string> {
  return rewriteBpmn(xml, (elements, make) => {
    for (const element of elements) {
      if (element.$type === 'bpmn:CallActivity') handOnOrigin(element, make);
      if (element.$type === 'bpmn:SequenceFlow') nameAtBothEnds(element);
    }
  });
}

function handOnOrigin(activity: ModelElement, make: MakeElement): void {
  const mapping = extensionOf(activity, 'zeebe:IoMapping', make);
  const inputs = (mapping.inputParameters ??= []);
  inputs.push(make('zeebe:Input', { source: `=${ORIGIN}`, target: ORIGIN }));
}

function nameAtBothEnds(flow: ModelElement): void {
  const { sourceRef, targetRef } = flow;
  if (sourceRef) addOnce((sourceRef.outgoing ??= []), flow);
  if (targetRef) addOnce((targetRef.incoming ??= []), flow);
}

function addOnce(list: ModelElement[], element: ModelElement): void {
  if (!list.includes(element)) list.push(element);
}
