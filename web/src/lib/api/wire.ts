/** Short names for the shapes the API speaks. All of them come from the OpenAPI document. */
import type { components, paths } from './schema';

type Schemas = components['schemas'];
type Answer<P extends keyof paths> = paths[P] extends {
	get: { responses: { 200: { content: { 'application/json': infer T } } } };
}
	? T
	: never;

export type Me = Schemas['Me'];
export type Session = Answer<'/api/v1/sessions'>['items'][number];
export type Grant = NonNullable<Me['grants']>[number];
export type Role = Grant['role'];
export type Story = Answer<'/api/v1/stories/{id}'>;
export type Stage = Story['stage'];
export type Clip = Answer<'/api/v1/clips/{id}'>;
export type ClipState = Clip['state'];
export type Receipt = NonNullable<Clip['receipt']>;
export type Facts = NonNullable<Clip['facts']>;
export type Sprites = NonNullable<Clip['sprites']>;
export type Step = NonNullable<Answer<'/api/v1/stories/{id}/trail'>['items']>[number];
export type Office = NonNullable<Answer<'/api/v1/offices'>['items']>[number];
export type Member = NonNullable<Answer<'/api/v1/members'>['items']>[number];
export type Tie = NonNullable<Member['single']>[number];
export type MySingle = Answer<'/api/v1/me/single'>;
export type GroupRole = NonNullable<Answer<'/api/v1/group-roles'>['items']>[number];
export type GroupLoss = Answer<'/api/v1/group-roles/{id}/loss'>;
export type Notice = NonNullable<Answer<'/api/v1/notices'>['items']>[number];
export type Thrown = NonNullable<Answer<'/api/v1/trash'>['items']>[number];
export type Written = NonNullable<Answer<'/api/v1/stories/{id}/comments'>['items']>[number];
export type Mention = Written['by'];
export type Webhook = NonNullable<Answer<'/api/v1/webhooks'>['items']>[number];
export type Delivery = NonNullable<Answer<'/api/v1/webhooks/{id}/deliveries'>['items']>[number];
export type MailMode = Answer<'/api/v1/me/mail'>['mode'];
export type Move = Answer<'/api/v1/offices/{id}/move'>;
export type OfficesImport =
	paths['/api/v1/offices/{id}/import']['post']['responses'][200]['content']['application/json'];
export type ImportMistake = NonNullable<OfficesImport['mistakes']>[number];
export type PeopleImport =
	paths['/api/v1/members/import']['post']['responses'][200]['content']['application/json'];
export type Closing = Answer<'/api/v1/offices/{id}/close'>;
export type Passkey = Answer<'/api/v1/passkeys'>['items'][number];
export type Token = NonNullable<Answer<'/api/v1/tokens'>['items']>[number];
export type Entry = Answer<'/api/v1/audit'>['items'][number];
export type Endorsement = NonNullable<Story['endorsements']>[number];
export type Rung = NonNullable<Story['offices']>[number];
export type Filmed = NonNullable<Story['people']>[number];
export type FilmedInput = NonNullable<
	paths['/api/v1/stories/{id}/people']['post']['requestBody']
>['content']['application/json'];
export type Guardian = NonNullable<Filmed['guardian']>;
export type ConsentFile = Filmed['files'][number];
export type Register = Answer<'/api/v1/people/{person}'>;
export type Wording = Answer<'/api/v1/wordings'>['items'][number];
export type Policy = Answer<'/api/v1/policy'>;
export type RetentionLook = Answer<'/api/v1/policy/retention'>;
export type Place = Publication['places'][number];
export type Publication = NonNullable<Story['publications']>[number];
export type Hindrance = NonNullable<Story['gate']>[number];
export type Risk = Story['risk'];
export type Pillar = NonNullable<Story['removed']>[number];

/** What people do to a story; `publish` is among them, `create` and `rise` are only ever read. */
export type Verb =
	'submit' | 'raise' | 'pull' | 'return' | 'keep' | 'decline' | 'clear' | 'publish' | 'withdraw';

/** Taking back one's own last step is offered beside the step, not among the others. */
export type Deed = Verb | 'undo';

type Decisions = paths['/api/v1/decisions']['post'];
/** The verbs that can be used on many stories at once. */
export type BulkVerb = Decisions['requestBody']['content']['application/json']['verb'];
export type Outcome = NonNullable<
	Decisions['responses'][200]['content']['application/json']['items']
>[number];
