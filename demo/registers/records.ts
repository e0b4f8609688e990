/** Bodies as the schemas publish them. */
export interface PersonRecord {
  recordId: string;
  familyName: string;
  birthName?: string;
  givenNames: string;
  birthDate: string;
  deceasedOn?: string;
  blocked: boolean;
  residences: ResidenceRecord[];
}

export interface ResidenceRecord {
  kind: 'only' | 'main' | 'secondary';
  street: string;
  houseNumber: string;
  postalCode: string;
  city: string;
  movedInOn: string;
  movedOutOn?: string;
}

export interface VehicleRecord {
  plate: string;
  vinLastDigits: string;
  state: 'registered' | 'deregistered';
  registeredOn: string;
  vehicleClass: string;
  maxMassKg: number;
  keeper:
    | { kind: 'person'; familyName: string; givenNames: string; birthDate: string }
    | { kind: 'organisation'; name: string };
}

/** Somebody of the demo city whom one can be, and what shows with this person, in German. */
export interface DemoPerson {
  person: PersonRecord;
  shows: string;
  vehicles: VehicleRecord[];
}
