import type { Json, JsonObject } from '../json/json.ts';
import type { Pattern, Pointer } from '../json/pointer.ts';
import type { FileReader } from './file-reading.ts';

/**
 * What the engine must be told about one kind of object beyond the Platform API's own contract. Fields, enums,
 * read-only flags, paths, methods and permissions come from the contract (`generated/`); a type says only the rest.
 * Paths are JSON Pointers into the object as *reading* it answers it; `*` stands for any item or property. Defaults
 * stand in [ ].
 */
export interface ResourceType {
  /** CX as Code's resource name without `genesyscloud_`. */
  readonly type: string;
  /** What messages call one of them; several are `${noun}s`. */
  readonly noun: string;
  /** Operation IDs of the contract. A type without `create`, `update` and parts can only be referred to. */
  readonly calls: Calls;
  /** The field that `name` stands for in a changeset; `''` for a singleton. */
  readonly identity: Pointer;
  /** The org has exactly one: no name, no listing, no create. [false] */
  readonly singleton?: boolean;
  /** The type of the objects that one of these belongs to. Entries name it with `in`; its ID stands first in paths. */
  readonly parent?: string;
  /**
   * Of each parent there is one at most, with the parent's name and ID: entries call it so, without `in`, and one listing
   * has those of all parents. [an object has a name and an ID of its own]
   */
  readonly byParent?: boolean;
  /** The field that tells objects of the same identity apart. [none: the identity is enough] */
  readonly kind?: Pointer;
  /** How a child says what it belongs to where its paths do not. [the parent's ID stands first in its paths] */
  readonly within?: Within;
  /** Where the platform refuses a second object of the same identity. [none] */
  readonly unique?: 'org' | 'parent' | 'none';
  /** Whether a create may be refused as a duplicate of the object that it has just made. [false] */
  readonly madeThoughRefused?: boolean;
  /** Whether identities that differ only by case are the same. [false] */
  readonly caseless?: boolean;
  /** Words that stand for one object known by a flag, for references: `{ home: true }`. */
  readonly marked?: Readonly<Record<string, JsonObject>>;
  /** Absent for a singleton. */
  readonly list?: ListFacts;
  /** Parameters with which `read` answers the whole object. [none] */
  readonly readQuery?: JsonObject;
  /** How updates are taken. [whole, without a version] */
  readonly update?: UpdateFacts;
  /** Fields that the contract calls required although the platform does not ask for them. [none] */
  readonly optional?: readonly string[];
  /** What bodies call a place of the document. A place that is not listed keeps its path. [none] */
  readonly shape?: Readonly<Record<Pointer, Sent>>;
  /** Places that a create ignores or refuses: set by an update right after it. Those that only the body of `update` has belong to them. [none] */
  readonly later?: readonly Pointer[];
  /** Places that an update ignores or refuses. Those that only the body of `create` has belong to them. [none] */
  readonly createOnly?: readonly Pointer[];
  /** Where the document names other objects. */
  readonly references?: Readonly<Record<Pattern, Reference>>;
  /**
   * Arrays that are sets: an element is the reference at `<path>/*` with its other fields as attributes, or, where no
   * reference is, a plain value. Other people's elements stay when a changeset adds or removes.
   */
  readonly sets?: readonly Pattern[];
  /**
   * Arrays in which a changeset may change single items (`change: [{ where, set }]`). `key` names the field by which
   * the platform knows an item, so that a changed item keeps what else it has; `anyOrder` says that order means nothing.
   */
  readonly lists?: Readonly<Record<Pattern, ListItems>>;
  /**
   * Fields beside those of the contract for which a changeset names a file of the project, relative to itself. The
   * document holds the digest of the file's bytes, `sha256:<hex>`. [none]
   */
  readonly files?: Readonly<Record<Pattern, FileFacts>>;
  /** Maps whose keys are other objects' IDs, written by name. */
  readonly keys?: Readonly<Record<Pattern, Reference>>;
  /** Opaque objects in which what is not said stays. [opaque JSON is one value] */
  readonly merged?: readonly Pattern[];
  /** Places that stay once they are there: nothing takes them away again, and no undo can. [none] */
  readonly permanent?: readonly Pattern[];
  /** Sub-resources with calls of their own, as sets of the document. */
  readonly parts?: Readonly<Record<string, Part>>;
  /** Fields of the document that are read and written by calls of their own, each whole. */
  readonly sections?: Readonly<Record<string, Section>>;
  /** Work that the platform goes on with after it has answered a call, by the name that steps know it by. [none] */
  readonly jobs?: Readonly<Record<string, Job>>;
  /** Texts that a read may leave out, and answers by a call of their own. [none] */
  readonly texts?: Readonly<Record<Pointer, Text>>;
  /** Places that change only with a draft that is published then. [none] */
  readonly draft?: Draft;
  /**
   * `read` answers versions, which never change, and the draft of the next one: the object is the newest version, or the
   * draft where none was published. `create` and `update` write the draft, which is published then. [it has none]
   */
  readonly versions?: Versions;
  /** Fields that change by a call of their own. */
  readonly moves?: Readonly<Record<Pointer, Call>>;
  /** Server-managed places that the contract does not flag as read-only. Never compared, never sent. [none] */
  readonly managed?: readonly Pattern[];
  /** Arrays whose items the platform fills in: what a changeset leaves out of an item is not compared. [none] */
  readonly filled?: readonly Pattern[];
  /**
   * Places that the platform takes and never answers. Each is one value, written whole, and goes along in every update of
   * the whole document; whether it changes is told by what was sent last. [none]
   */
  readonly writeOnly?: readonly Pointer[];
  /** Texts in which the platform has a `${…}` of its own: of a changeset's only those that it can mean are replaced. [none] */
  readonly templates?: readonly Pattern[];
  /** Objects of any form that are one value: written whole. [what the contract knows of them] */
  readonly opaque?: readonly Pattern[];
  /** Live switches: changed only by `action: switch`, never as a side effect. [none] */
  readonly operational?: readonly Pointer[];
  /** What empties a field where null does not. [null] */
  readonly clear?: Readonly<Record<Pointer, Json>>;
  /** Sets of values that only one object may hold. [none] */
  readonly exclusive?: readonly Pointer[];
  /** Sets of numbers that must lie in the range of another object. */
  readonly drawsOn?: Readonly<Record<Pattern, Range>>;
  /** Children that the platform makes with their parent, and deletes with it. [none] */
  readonly inherent?: readonly JsonObject[];
  /** Objects that belong to the platform: they can be referred to, not changed. */
  readonly fixed?: readonly Fixed[];
  /** Writable places of the contract that a changeset cannot set yet, with the reason. */
  readonly unsupported?: Readonly<Record<Pattern, string>>;
  /** What the platform's index of who uses what calls one: flows that use it are found there. [none: no flow uses any] */
  readonly tracked?: (raw: JsonObject) => string;
  /** Whether flows hold a copy of it: callers notice a change when these are published again. [false] */
  readonly copied?: boolean;
  /**
   * Where the answer of a create has a text that the platform says only then. It is handed to whom the mapping names,
   * and is kept nowhere. [nowhere]
   */
  readonly handOver?: Pointer;
  /** What a deletion is like. [hard, and nothing stands in its way] */
  readonly remove?: Removal;
  /** Exceptions of the platform, each with its source and the date it was checked. */
  readonly quirks?: readonly Quirk[];
  /** What a new object has besides what is said. */
  readonly fresh?: (document: JsonObject) => JsonObject;
  /** The body of `create`, where it is not what the document says. */
  readonly createBody?: (body: JsonObject) => JsonObject;
  /** The normal form of what is asked for, where that takes other objects of the org to know. */
  readonly canonical?: Canonical;
  /**
   * What the platform would refuse, in words; empty when it would not. What is wrong with the live object already is
   * not said again.
   */
  readonly check?: (document: JsonObject) => readonly Complaint[];
  /** Who works on it, so that the platform takes no change of it by anybody else; undefined when nobody does. [nobody ever does] */
  readonly held?: (raw: JsonObject) => string | undefined;
  /** What an object means, in a few words for people, where its fields alone do not tell. */
  readonly describe?: (document: JsonObject) => string | undefined;
  /** Documents to write on the way from `before` to `after`, where the platform refuses to go straight. */
  readonly via?: (before: JsonObject, after: JsonObject) => readonly JsonObject[];
}

/** The calls of the contract that objects of the type live by. */
export interface Calls {
  /** Absent for a singleton. */
  readonly list?: string;
  /** Answers one object by its ID; of a singleton, the object. */
  readonly read: string;
  /** Absent where the platform or the engine makes none. */
  readonly create?: string;
  /** Absent where no update takes the object's own fields. */
  readonly update?: string;
  /** Absent where none can be deleted. */
  readonly remove?: string;
}

/** A child that says what it belongs to beside its paths. */
export interface Within {
  /** The parameter of its listing that names the parent. */
  readonly query: string;
  /** The set of references in its document that the parent is always in. */
  readonly set: Pointer;
}

/** How the platform takes an update. */
export interface UpdateFacts {
  /** `whole`: the object is replaced (PUT); `changed`: only what is sent changes (PATCH). [whole] */
  readonly is?: 'whole' | 'changed';
  /** Whether the version that was read is sent along. [false] */
  readonly version?: boolean;
  /** Places that must travel alone, each in a call before all others. [none] */
  readonly alone?: readonly Pointer[];
}

/** What the bodies of create and update call a place of the document. [its own path] */
export interface Sent {
  /** In the body of `create`. */
  readonly create?: Pointer;
  /** In the body of `update`. */
  readonly update?: Pointer;
}

/** An array whose single items a changeset may change. */
export interface ListItems {
  /** The field by which the platform knows an item. [none] */
  readonly key?: string;
  /** Whether the order of items means nothing. [false] */
  readonly anyOrder?: boolean;
}

/** What a file must be that a changeset names. */
export interface FileFacts {
  /** What messages call it: "an audio file". */
  readonly noun: string;
  /** The most bytes that it may have. */
  readonly most: number;
  /** What is wrong with its bytes, as a sentence without capital and full stop; undefined when nothing is. [nothing is looked at] */
  readonly complaint?: (bytes: Uint8Array) => string | undefined;
  /** What it means in one environment. [its bytes are handed over as they are, and name nothing] */
  readonly read?: FileReader;
  /** The job that hands it over. [none does] */
  readonly job?: string;
  /** What stands in its place in a document as the org has it, in words: it tells one publication from another. [nothing] */
  readonly shown?: (raw: JsonObject) => string | undefined;
  /** Who put it there, in words. [nobody knows] */
  readonly by?: (raw: JsonObject) => string | undefined;
  /** What makes it effective once it is there: `$id` is the object. [it is so at once] */
  readonly then?: Call;
  /** How the org has again what it showed once. [it cannot] */
  readonly back?: Back;
  /** How the org hands it out: what a deletion takes away is kept, so that it can come back. [it does not] */
  readonly fetch?: Fetch;
}

/** A call whose answer has the address that a file can be fetched from. As long as it is good it is a secret. */
export interface Fetch {
  /** `$id` is the object. */
  readonly call: Call;
  /** Where the answer has the address. */
  readonly at: Pointer;
}

/** How an earlier publication of a file takes effect again. */
export interface Back {
  /** The job that does it. */
  readonly job: string;
  /** What its call names the publication by (`$value`), from what the org showed of it. */
  readonly value: (shown: string) => string;
  /** When the platform made the publication, as it writes times, from what the org showed of it. */
  readonly date: (shown: string) => string | undefined;
}

/** A field with a call of its own for reading and one for writing it whole. */
export interface Section {
  /** Answers the field. */
  readonly read: string;
  /** Takes the whole field. */
  readonly update: string;
  /** Whether it has a version of its own, and the one that was read is sent along. [false] */
  readonly version?: boolean;
  /** Places of the document that are written with it, and where its body has them. [none] */
  readonly holds?: Readonly<Record<Pointer, Pointer>>;
}

/** A text with a call of its own that answers it plain. */
export interface Text {
  /** The operation of the contract. */
  readonly op: string;
  /** What stands in its path: `$id` is the object. */
  readonly params: Readonly<Record<string, string>>;
  /** What the document has in its place. */
  readonly where: Pointer;
}

/**
 * How what is published is changed by way of a draft: it is begun, gets all that the object says, and is published. Each
 * call but the first carries the version that the one before answered.
 */
export interface Draft {
  /** What no other update takes. */
  readonly places: readonly Pointer[];
  /** All that a draft takes. */
  readonly takes: readonly Pointer[];
  /** Answers the draft that there is. */
  readonly read: string;
  /** Makes one of what is published. */
  readonly begin: string;
  /** Takes its fields. */
  readonly change: string;
  /** Puts the draft in the place of what is published. */
  readonly publish: string;
  /** Takes it away, as if it had not been begun. */
  readonly discard: string;
}

/** How an object is published whose versions never change. */
export interface Versions {
  /** Answers the draft. */
  readonly draft: string;
  /** Makes a version of the draft. */
  readonly publish: string;
  /** What the draft says once it can be published. */
  readonly ready: JsonObject;
  /** How long that may take, in milliseconds. */
  readonly forMs: number;
}

/** The numbers from one field of an object to another. */
export interface Range {
  /** The type of the object. */
  readonly type: string;
  /** Where it has the first number. */
  readonly from: Pointer;
  /** Where it has the last number, which belongs to it. */
  readonly to: Pointer;
}

/** Objects with which something is not possible. */
export interface Fixed {
  /** The fields by which they are known; a text that ends in `*` is the beginning of one. */
  readonly where: JsonObject;
  /** A sentence without its full stop: "the home division cannot be deleted". */
  readonly why: string;
}

/** How the platform keeps what it is asked for. */
export interface Canonical {
  /** Types all of whose objects must be known. */
  readonly needs: readonly string[];
  /** The document as the platform would answer it, and what is wrong with it. */
  readonly apply: (
    after: JsonObject,
    before: JsonObject,
    listed: (type: string) => readonly JsonObject[],
  ) => { readonly document: JsonObject; readonly complaints: readonly Complaint[] };
}

/** What is wrong with a value. */
export interface Complaint {
  /** Where it stands in the document. */
  readonly path: Pointer;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
}

/** How the listing of a type is asked, and what its answers are good for. */
export interface ListFacts {
  /** `numbered`: pageNumber and pageCount; `cursor`: an `after` taken from nextUri. [numbered] */
  readonly pages?: 'numbered' | 'cursor' | 'one';
  /** The largest page size that is known to be taken; absent where everything comes at once. */
  readonly size?: number;
  /** A parameter that narrows by identity. Its answers are compared again: no filter is trusted to mean equality. */
  readonly find?: string;
  /** Finds objects by identity where no parameter does. What it does not find is looked for in the listing. [nothing] */
  readonly search?: Search;
  /** Fixed parameters, asked one after the other where there are several. [one pass without any] */
  readonly passes?: readonly JsonObject[];
  /** Only items with these fields are objects of the type. [all are] */
  readonly only?: JsonObject;
  /** Places that only `read` answers. [none: an item is the whole object] */
  readonly lacks?: readonly Pointer[];
  /** What is sent beside the page, where the listing is a search by POST. [it is a GET] */
  readonly body?: JsonObject;
  /** Where the answer has the items. [/entities] */
  readonly at?: Pointer;
}

/** A question to an index of the platform, which is behind the org: what it finds counts as reading by ID answers it. */
export interface Search {
  /** The operation of the contract: a POST that changes nothing. */
  readonly op: string;
  /** What is sent: `$names` stands for the list of identities, `$name` for a single one. */
  readonly body: JsonObject;
  /** Where the answer has what was found. */
  readonly at: Pointer;
  /** The most identities that one call takes. [1] */
  readonly most?: number;
}

/** A place that holds another object. Written as its name. */
export interface Reference {
  /** The type referred to. */
  readonly type?: string;
  /** Several possible types: the value of the sibling field `by` → the type. */
  readonly kinds?: Readonly<Record<string, string>>;
  /** The sibling field that says which of `kinds` it is. */
  readonly by?: string;
  /** How reading answers it: `object` is `{ id }`, `id` the plain ID, `name` the plain name. [object] */
  readonly as?: 'object' | 'id' | 'name';
  /** How bodies want it. [as it is read] */
  readonly sent?: 'object' | 'id';
  /** The sibling field that holds the parent, where the target is a child of another object. */
  readonly in?: string;
  /**
   * The sibling field that says which version of the target is meant. `newest` stands there for the one that is the
   * newest when this object is written. [there are no versions]
   */
  readonly version?: string;
  /** Fields of the target that bodies must repeat beside its ID. [none] */
  readonly carries?: readonly Pointer[];
  /** Only objects with these fields will do. [any] */
  readonly where?: JsonObject;
  /** What messages call the target, where `where` makes it something narrower. [the type's own noun] */
  readonly noun?: string;
  /** Whether `"*"` (all of them) is allowed. [false] */
  readonly any?: boolean;
  /** Whether the object can exist for a while without it, so that a cycle may be broken here. [true] */
  readonly weak?: boolean;
}

/** A set behind calls of its own: its elements are references, keyed by ID, or known by a text of their own. */
export interface Part {
  /** The type of an element. [none: an element is known by a text, and belongs to its object] */
  readonly type?: string;
  /** Whether elements are rows: what they say are columns that the object itself has. `canonical` judges them. [false] */
  readonly rows?: boolean;
  /** What a changeset can call an element that is known by a text. [any text] */
  readonly key?: JsonObject;
  /** What messages call one element. */
  readonly noun: string;
  /** A second object that makes the element: a role is granted in a division. Keyed by both IDs. */
  readonly pair?: Pair;
  /** Whether `"*"` stands for every object of the type, which the platform keeps one by one. [false] */
  readonly all?: boolean;
  /** The field of the document that names an element which is always there: never added, never removed. */
  readonly own?: string;
  /** What an element says beyond its reference or text, with the value it has when nothing is said. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** How the elements are read. */
  readonly read: PartRead;
  /**
   * Makes elements present. Attributes that differ from what a new element has are set by `change`; those of an element
   * that is known by a text go with this call.
   */
  readonly add: PartCall;
  /** Sets attributes of an element. [the elements are added again with them] */
  readonly change?: PartCall;
  /** Fields of an element that the platform manages: a call that replaces it whole does not send them back. [none] */
  readonly managed?: readonly string[];
  /** The files that an element holds, of elements that are known by a text. [none] */
  readonly holds?: readonly HeldFile[];
  /** Makes elements absent. */
  readonly remove: PartCall;
  /** A file of rows, as `exactly: { file: … }`: CSV, the first line names the columns. [none] */
  readonly file?: FileFacts;
  /** Makes many elements present by one job, where that is fewer calls. [each goes by calls of its own] */
  readonly bulk?: Bulk;
}

/** A job that takes many elements in one file: it sets those that it names, and leaves the others alone. */
export interface Bulk {
  /** The job, among those of the type. */
  readonly job: string;
  /** What it does with the elements, as in "import 500 rows into …". */
  readonly does: string;
  /** How many calls it takes, with the upload and looks at how far it is. */
  readonly calls: number;
  /** The file with these elements. */
  readonly file: (elements: readonly (readonly [key: string, attributes: JsonObject])[]) => string;
}

/** The second half of an element: `<name>: { <attribute>: [<names>] }` in a changeset. */
export interface Pair {
  /** What a changeset calls the list of second halves. */
  readonly attribute: string;
  /** What the second half refers to. */
  readonly to: Reference;
  /** What bodies call the two halves. */
  readonly as: readonly [element: string, other: string];
}

/** What an element of a part says beyond its reference. */
export interface Attribute {
  /** JSON Schema of its value. */
  readonly schema: JsonObject;
  /** How an item says it. [as a field of its name] */
  readonly from?: (item: JsonObject) => Json | undefined;
  /** What a new element has; null: nothing. [must be said] */
  readonly initially?: Json;
  /** A changeset names a file of the project; the element holds the digest of its bytes. [it does not] */
  readonly file?: FileFacts;
}

/**
 * A file in an element of a part. What held another one loses that first, so that whatever stops in between, the element
 * never says of one file that it is another.
 */
export interface HeldFile {
  /** The attribute that holds the digest: null while there is no file, other words for one of which nobody knows it. */
  readonly attribute: string;
  /** The job of the type that takes the file. */
  readonly job: string;
  /**
   * Whether `change` says which file it is `after` the job has taken it; what it said goes with the file. [it does so
   * before, and begins the job]
   */
  readonly named?: 'after';
  /** What the job does, for messages: "transcode the audio". */
  readonly work: string;
  /** What the attribute holds while the platform works on the file. [it has done so at once] */
  readonly pending?: string;
  /** What it holds of a file of which nothing says which it is. */
  readonly nameless: string;
  /** What the body of `change` says of the file, by what the attribute shall hold. */
  readonly said: (value: string) => JsonObject;
  /** Takes the file away. */
  readonly drop: Call;
  /** Where an item has the address that the file can be fetched from. As long as it is good it is a secret. */
  readonly address: Pointer;
}

/** How the elements of a part are read. */
export interface PartRead {
  /** The operation of the contract. */
  readonly op: string;
  /** The largest page size that is known to be taken; absent where everything comes at once. */
  readonly size?: number;
  /** A larger page size that some orgs take. Where it is refused, `size` is asked for instead. [none] */
  readonly mayTake?: number;
  /** As in the listing of a type. [numbered] */
  readonly pages?: 'numbered' | 'cursor';
  /** Further parameters. [none] */
  readonly query?: JsonObject;
  /** Answers one element, where a few of many are asked for. [they are all read] */
  readonly one?: Call;
  /** Where the answer has the elements. [/entities] */
  readonly at?: Pointer;
  /** Where an item has the ID of its element, or the key of its row. [/id] */
  readonly element?: Pointer;
  /** Where an item has the ID of the second half of a pair. [none] */
  readonly other?: Pointer;
  /** Only items whose value here is the object's own ID belong to it; the others are inherited. */
  readonly mine?: Pointer;
  /** Elements of this kind belong to something else: never touched, and none of them can be added. */
  readonly foreign?: { readonly path: Pointer; readonly is: Json; readonly why: string };
  /** A parameter of the type's own listing that brings the whole part along, and where. */
  readonly expand?: { readonly query: JsonObject; readonly at: Pointer };
  /**
   * Who holds one object as an element, or as the second half of a pair, by the type of that: one listing in place of a
   * read of every object that has the part. [every one is read]
   */
  readonly holders?: Readonly<Record<string, Holders>>;
}

/**
 * A listing of those who hold an object. It may name others, too, that have it through something else; whom it does not
 * name does not hold it.
 */
export interface Holders {
  /** The operation of the contract; the object's ID stands in its path. */
  readonly op: string;
  /** The largest page size that is known to be taken. */
  readonly size: number;
  /** Where an item has the holder's ID. */
  readonly at: Pointer;
}

/** A call about elements of a part. */
export interface PartCall extends Call {
  /** How many elements one call takes. [1] */
  readonly batch?: number;
  /** The call that reads the element, where this one replaces it whole: the body is put over its answer. [it is all] */
  readonly over?: Call;
}

/**
 * A call of the contract with what goes where. In `params`, `query` and `body` these texts stand for the real thing:
 * `$id` (the object), `$value` (a moved field's new value), `$element` (one element's ID or key), `$other` (the second
 * half of a pair), `$body` (of a job that makes an object: all that a create says of it), `$elements` (the elements, `{ id }` each), `$attributes` (the elements with their attributes), `$ids` (their
 * plain IDs), `$idList` (the same, joined by commas) and `$pairs` (both halves of each, as `pair.as` names them).
 */
export interface Call {
  /** The operation of the contract. */
  readonly op: string;
  /** What stands in its path. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands in its query. [nothing] */
  readonly query?: JsonObject;
  /** What is sent. [no body] */
  readonly body?: Json;
}

/**
 * Work that the platform goes on with after it has answered a call: it waits for a file, or says later how it ended.
 * A step that names one of these is over when the work is.
 */
export interface Job {
  /** What begins it. Its answer has the job's ID. [its `import` does] */
  readonly begin?: Call;
  /** The file begins it, at a place beside the API. [it is handed over later, or there is none] */
  readonly import?: Import;
  /** How the file of the step is handed over; before that nothing is done. [it takes none: the call begins the work] */
  readonly upload?: Upload;
  /** How it is asked how far it is. [once the file is there it is done] */
  readonly watch?: Watch;
  /** What it does with an object, in a word for messages. [publish] */
  readonly work?: string;
  /** Permissions that the work takes beside those of the calls, where it makes an object. [none] */
  readonly making?: readonly string[];
  /** The same where it changes one. [none] */
  readonly changing?: readonly string[];
}

/** How a file goes to the address that the platform names for it, not counted by any limit. */
export interface Upload {
  /** Where the answer of the call has the address. As long as it is good it is a secret. */
  readonly address: Pointer;
  /** Where the answer has the headers that must go along, and no others. [none] */
  readonly headers?: Pointer;
  /** The file goes as the field of a form. [it is the body of a PUT to a storage, which takes no token] */
  readonly form?: Form;
}

/** How a file goes to a service of the platform, which makes or changes an object of it. A second one is another one. */
export interface Import {
  /** The path on the host of the platform's applications (`apps.` for `api.`). */
  readonly path: string;
  /** The field that has the file. */
  readonly form: Form;
  /** The field with the name of the object. */
  readonly name: string;
  /** The field with the ID of the object that is changed. */
  readonly replaces: string;
  /** Where the answer has the job's ID. */
  readonly id: Pointer;
}

/** A form (POST, multipart/form-data) with one file, for a service of the platform. */
export interface Form {
  /** The field that holds the file. */
  readonly field: string;
  /** What the name of the file ends with; before it stands the digest. */
  readonly ending: string;
  /** How the token goes along: as it is, or behind `Bearer`. */
  readonly token: 'bare' | 'bearer';
}

/** How it is asked how far a job is. */
export interface Watch {
  /** The operation of the contract. */
  readonly op: string;
  /** What stands in its path: `$id` is the object, `$element` the element that the step is about, `$job` the job. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands in its query. [nothing] */
  readonly query?: JsonObject;
  /** Where the answer says which job it is about, when it may be about another one. [it is about this one] */
  readonly job?: Pointer;
  /** Where the answer says how far it is. */
  readonly state: Pointer;
  /** What stands there before anything was uploaded. [nothing does] */
  readonly idle?: readonly Json[];
  /** Whether nothing tells that from being at work: what has not ended in time never got its file. [something does] */
  readonly blind?: boolean;
  /** What stands there after a success. */
  readonly done: readonly Json[];
  /** What stands there after a failure. Anything else means that it goes on. */
  readonly failed: readonly Json[];
  /** Where the answer has the ID of the object that was made or changed. [it is found by name] */
  readonly made?: Pointer;
  /** Where the answer says why it failed: a text, or a list of texts or of `{ text }`. [nowhere] */
  readonly messages?: readonly Pointer[];
  /** What a message is like that may only mean that what is new is not known there yet. [it may be none] */
  readonly early?: RegExp;
  /** The longest wait between two looks, in milliseconds. */
  readonly everyMs: number;
  /** After this long, in milliseconds, nobody waits for the end any more. */
  readonly forMs: number;
}

/** What a deletion is like, and what it takes along. */
export interface Removal {
  /** `soft`: a read by ID still answers it. [hard] */
  readonly is?: 'hard' | 'soft';
  /** What the body of a deleted object looks like. */
  readonly gone?: JsonObject;
  /** How it comes back with its ID. [it is created again, with a new ID] */
  readonly restore?: Restore;
  /** What it must be before the platform deletes it: an update of its own makes it so. [nothing] */
  readonly first?: Readonly<Record<Pointer, Json>>;
  /** Whether the contract does not have the call: it may be refused one day. [it has it] */
  readonly undocumented?: boolean;
  /** Whether a deletion that was answered as done may fail afterwards. [false] */
  readonly mayFail?: boolean;
  /** Parameters that every deletion has. [none] */
  readonly query?: JsonObject;
  /** Parameters that make the platform delete it although it is in use. Sent only with `force: true`. */
  readonly force?: JsonObject;
  /** Objects that cannot be deleted. */
  readonly never?: readonly Fixed[];
  /** What does not come back when a deletion is undone. */
  readonly losses?: readonly string[];
  /** Where the org may refer to it that cannot be looked through. */
  readonly unseen?: readonly string[];
}

/** How a deleted object comes back with its ID. */
export interface Restore {
  /** The operation of the contract. */
  readonly op: string;
  /** What is sent. [the body of a create] */
  readonly body?: JsonObject;
  /** Parameters with which `read` answers a deleted object. [none] */
  readonly read?: JsonObject;
  /** Finds a deleted object that still holds its identity (`$name`): creating another one of it is refused. */
  readonly find?: Search;
}

/** One exception of the platform. */
export interface Quirk {
  /** The place that it is about. */
  readonly path: Pattern;
  /**
   * `absent`: read, but refused on write and meaningless: as if it were not there. `needs`: exists only while
   * another field of the document has one of these values. `self`: where nothing is said, the platform puts the
   * object itself, so that both are the same.
   */
  readonly is: 'absent' | 'needs' | 'self';
  /** With `needs`: the other field, and its values. */
  readonly needs?: { readonly path: Pointer; readonly oneOf: readonly string[] };
  /** Who says so, or how it was seen: a sentence without its full stop. */
  readonly source: string;
  /** When that was looked at: year and month. */
  readonly checked: string;
}
