import type { ConnectorCheck } from '../connector.ts';

/** The population register (Melderegister, §§ 3, 34 BMG). Dates are ISO dates. Reads only. */
export interface PopulationRegisterPort {
  check(): Promise<ConnectorCheck>;
  /**
   * Everybody with this birth date whose family name or birth name is alike once both are
   * normalised (`core/persons/normalise-name.ts`), deceased and blocked ones too: who of them is
   * meant decides `core/persons/match-person.ts`. At most 50; more are `rejected` / `too-many`.
   */
  findPersons(query: PersonQuery): Promise<readonly RegisteredPerson[]>;
}

export interface PersonQuery {
  readonly familyName: string;
  readonly birthDate: string;
}

export interface RegisteredPerson {
  readonly recordId: string;
  readonly familyName: string;
  readonly birthName?: string;
  readonly givenNames: string;
  readonly birthDate: string;
  readonly deceasedOn?: string;
  /**
   * Bar on information (§ 51 BMG): what the register says of this person goes to no page and no
   * letter that somebody else could see, and no address into a case file; a clerk treats the case.
   */
  readonly blocked: boolean;
  readonly residences: readonly Residence[];
}

export interface Residence {
  readonly kind: 'only' | 'main' | 'secondary';
  readonly street: string;
  readonly houseNumber: string;
  readonly postalCode: string;
  readonly city: string;
  readonly movedInOn: string;
  /** Absent while the person lives there. */
  readonly movedOutOn?: string;
}

/** The vehicle register (§§ 31 ff. StVG). Reads only. */
export interface VehicleRegisterPort {
  check(): Promise<ConnectorCheck>;
  /** By German plate, in whatever spelling; `undefined` when no such plate was ever given out. */
  findVehicle(plate: string): Promise<RegisteredVehicle | undefined>;
}

export interface RegisteredVehicle {
  /** `PB-AB 123`, with `E` or `H` at its end where it has one. */
  readonly plate: string;
  readonly vinLastDigits: string;
  readonly state: 'registered' | 'deregistered';
  readonly registeredOn: string;
  /** EU vehicle class, such as `M1`; of older vehicles a number of the national list. */
  readonly vehicleClass: string;
  /** Technically permissible maximum mass. */
  readonly maxMassKg: number;
  readonly keeper: VehicleKeeper;
}

export type VehicleKeeper =
  | {
      readonly kind: 'person';
      readonly familyName: string;
      readonly givenNames: string;
      readonly birthDate: string;
    }
  | { readonly kind: 'organisation'; readonly name: string };
