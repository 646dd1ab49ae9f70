//! Errors: one table of stable codes; a public side (code, path, arguments) and a private side (detail for the log).
//!
//! Which error to use where: rules, policies, stores and actions return [`Error`]; the GraphQL door turns it into
//! `userErrors` or a top-level error and looks up the sentence in the caller's language by its code. The command line
//! and the wiring use `anyhow`.

use std::{borrow::Cow, collections::BTreeMap, fmt, panic::Location};

use serde_json::Value;

/// `Result` with our [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of failure a code stands for. Decides where it appears and which HTTP status a REST door answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The input is wrong; the caller can mend it.
    Input,
    /// Nobody is signed in.
    Unauthenticated,
    /// The caller may know the thing but not do this.
    Forbidden,
    /// Absent, or hidden from the caller.
    NotFound,
    /// The state of the thing does not allow it, or somebody else was first.
    Conflict,
    /// Too much, too fast.
    Throttled,
    /// A part of the system is away; trying again helps.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Class {
    /// The HTTP status of this class.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Input => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Throttled => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $class:ident;)*) => {
        /// Every error code of the product. A code is never renamed or reused; its sentence lives in `locales/*.ftl`
        /// under `error-<code-in-kebab-case>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
            strum::Display, strum::EnumIter, strum::EnumString, strum::IntoStaticStr, async_graphql::Enum)]
        #[graphql(name = "ErrorCode")]
        #[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// The class of this code.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)* }
            }
        }
    };
}

codes! {
    // ---- the door
    /// The request could not be understood.
    BadUserInput Input;
    /// Sign in first.
    Unauthenticated Unauthenticated;
    /// The caller may not do this.
    Forbidden Forbidden;
    /// There is no such thing, or the caller may not see it.
    NotFound NotFound;
    /// The query costs more than one request may.
    CostExceeded Input;
    /// Too many requests; `extensions.retryAfterSeconds` says when to come back.
    Throttled Throttled;
    /// A part of the system does not answer; try again.
    Unavailable Unavailable;
    /// A fault of ours; the request id helps us to find it.
    Internal Internal;
    /// The persisted query is not known; send it with its text.
    PersistedQueryNotFound Input;
    /// A browser that is signed in by its cookies sends operations of the web frontend only. Programs use a bearer token.
    OperationUnknown Forbidden;
    /// The request is larger than allowed.
    RequestTooLarge Input;
    /// The client accepts none of the media types that we answer with.
    NotAcceptable Input;
    /// The request is of a media type that we do not read.
    MediaTypeUnsupported Input;
    /// The path does not take requests of this method.
    MethodNotAllowed Input;
    /// The request did not arrive in the time that it may take.
    RequestTimeout Input;
    // ---- ids, pages, versions
    /// Not an id of the kind that is wanted here.
    InvalidId Input;
    /// `first` or `last` must be given once and lie within the limit.
    PageSizeInvalid Input;
    /// The cursor belongs to another list, filter or order.
    CursorMismatch Input;
    /// Somebody changed the thing since it was read.
    StaleVersion Conflict;
    /// The state does not allow this transition.
    TransitionNotAllowed Conflict;
    /// The idempotency key was used for another input.
    IdempotencyKeyReused Conflict;
    /// The first request with this idempotency key is still running.
    IdempotencyInProgress Conflict;
    // ---- fields
    /// A value is missing.
    Required Input;
    /// A text or list is longer than allowed.
    TooLong Input;
    /// A text is shorter than allowed.
    TooShort Input;
    /// A list has more entries than allowed.
    TooMany Input;
    /// A number or date lies outside its range.
    OutOfRange Input;
    /// A text holds control, bidirectional-override or invisible characters.
    ForbiddenCharacters Input;
    /// Not an e-mail address.
    InvalidEmail Input;
    /// Not a date, or not in a form we read.
    InvalidDate Input;
    /// Not a number, or not in a form we read.
    InvalidNumber Input;
    /// Not a currency code of ISO 4217.
    InvalidCurrency Input;
    /// Not a country code of ISO 3166-1.
    InvalidCountry Input;
    /// Not a code of the vocabulary that is wanted here.
    UnknownCode Input;
    /// The value appears twice.
    Duplicate Input;
    /// The credit code fails its check.
    InvalidCreditCode Input;
    /// The patent or application number fails its check.
    InvalidPatentNumber Input;
    /// Not a symbol of the International Patent Classification.
    InvalidIpc Input;
    /// The shares do not add up to 100 %.
    SharesNotWhole Input;
    // ---- identity
    /// Unknown address or wrong password.
    CredentialsInvalid Unauthenticated;
    /// The e-mail address is not verified yet.
    EmailNotVerified Forbidden;
    /// The password is too easy to guess.
    PasswordTooWeak Input;
    /// The link or token is wrong, used or out of date.
    TokenInvalid Input;
    /// The account is suspended.
    AccountSuspended Forbidden;
    /// The API token lacks the scope that this needs, or this is not for programs at all.
    ScopeMissing Forbidden;
    /// The code of the second factor is wrong or was used.
    SecondFactorInvalid Unauthenticated;
    /// A second factor is on already.
    SecondFactorOn Conflict;
    /// There is no second factor.
    SecondFactorOff Conflict;
    /// A role of the caller asks for a second factor: enroll one first.
    SecondFactorRequired Forbidden;
    /// A request that brings a cookie must show that it comes from our own pages.
    CrossSiteRefused Forbidden;
    /// The identity provider does not answer, or not as it should.
    ProviderUnavailable Unavailable;
    /// The login at the identity provider does not count: out of date, used, or not for us.
    ProviderLoginInvalid Input;
    /// The identity provider does not vouch for an address that we take from it.
    ProviderEmailRefused Forbidden;
    /// Nobody can take away their last way to sign in.
    LastWayIn Conflict;
    /// The organization is not verified by the operator yet.
    OrganizationNotVerified Conflict;
    /// An organization with this credit code is registered already.
    OrganizationExists Conflict;
    /// The user sits in the organization already.
    MembershipExists Conflict;
    /// The last head or owner cannot be removed.
    LastManager Conflict;
    /// The role does not fit the kind of organization.
    RoleNotApplicable Input;
    /// The size declaration lacks figures.
    SizeEvidenceMissing Input;
    /// Only enterprises declare a size.
    SizeNotApplicable Input;
    /// An operator corrected the size; the owner declares again when it is released.
    SizeCorrected Conflict;
    // ---- listings
    /// A co-owner or the inventors have not consented.
    ConsentMissing Conflict;
    /// The listing lacks what publication needs.
    ListingIncomplete Conflict;
    /// The right has expired.
    RightExpired Input;
    /// The annual fee of the right is overdue beyond the time to pay it late.
    FeeOverdue Conflict;
    /// Licenses of this kind are not offered here.
    LicenseKindNotOffered Conflict;
    /// The license term outlives the right.
    TermOutlivesRight Input;
    /// The terms do not fit "use first, pay later".
    NotUseFirstPayLater Input;
    /// An achievement with this external reference exists already.
    ExternalReferenceTaken Conflict;
    /// Classified or uncleared content may not be published.
    SecrecyNotCleared Conflict;
    /// Who handed it in cannot approve it while somebody else can.
    SubmitterMayNotApprove Forbidden;
    /// The listing is not open for requests.
    ListingNotOpen Conflict;
    // ---- demands
    /// The demand lacks what publication needs.
    DemandIncomplete Conflict;
    /// A text of an anonymous demand says whose it is.
    IdentityInText Conflict;
    /// The world has read the owner's name beside the demand: it cannot become anonymous any more.
    DemandNamed Conflict;
    /// The field is for another kind of activity: disciplines are for basic research, fields of technology for everything else.
    FieldNotForActivity Input;
    /// The demand expired too long ago, or was changed since: it has to be handed in again.
    DemandNotRenewable Conflict;
    /// A demand that it was split off from, or that was split off from it, is shown the other way: with the owner's name, or
    /// without.
    DemandPartsDiffer Conflict;
    /// An open proposal about the same thing exists already.
    ProposalExists Conflict;
    /// The office has proposed to the demand as often as it may for now.
    ProposalsUsedUp Conflict;
    // ---- files and imports
    /// The file is larger than allowed.
    FileTooLarge Input;
    /// The file is not of a type that we read.
    FileTypeUnsupported Input;
    /// The file is damaged.
    FileDamaged Input;
    /// The archive unpacks to more than allowed.
    FileBomb Input;
    /// The file has no header row that can be mapped.
    HeaderMissing Input;
    /// A required listing field has no column.
    ColumnMissing Input;
    /// A row has more or fewer cells than the header.
    RowShape Input;
    /// A cell is longer than allowed.
    CellTooLong Input;
    /// A cell of a spreadsheet holds an error instead of a value (`#REF!`).
    CellError Input;
    /// A date can be read in two ways; the month was taken first.
    AmbiguousDate Input;
    /// Rows were refused, and the import was asked to take all rows or none.
    RowsRejected Conflict;
    /// The file has more rows than allowed.
    TooManyRows Input;
    /// The external reference appears twice in the file.
    DuplicateInFile Input;
    /// An import that takes all rows or none is writing them: it cannot be stopped any more.
    ImportWriting Conflict;
    /// An import that takes all rows or none met a refusal at the last moment, and not everything could be taken back.
    ImportNotUndone Conflict;
    // ---- licensing
    /// An offer of that listing is wanted.
    OfferNotFound NotFound;
    /// The enterprise is too large for this offer.
    SizeNotEligible Conflict;
    /// An open request for this offer exists already.
    RequestExists Conflict;
    /// The licensor cannot license to itself.
    OwnListing Conflict;
    /// Enterprises ask for licenses, and the caller has no seat in one.
    EnterpriseSeatMissing Forbidden;
    /// An exclusive license stands in the way.
    ExclusivityConflict Conflict;
    /// The schedule does not add up to the price.
    ScheduleMismatch Input;
    /// A reason is needed.
    ReasonRequired Input;
    /// This way of payment cannot be agreed here yet.
    PaymentModeUnsupported Input;
    /// The terms are worse for the enterprise than what it asked for; it has not agreed to them.
    TermsNotAsAsked Input;
    /// A transfer abroad: law bars talks before its own procedure.
    NegotiationGate Conflict;
    // ---- advisors
    /// The person has applied as an advisor before.
    AdvisorExists Conflict;
    /// The advisor is not appointed today, or takes no cases.
    AdvisorNotAvailable Conflict;
    /// The advisor has not said lately that the declared conflicts of interest are all there are.
    ConflictsNotConfirmed Conflict;
    /// The advisor has declared a tie with one of the parties.
    ConflictOfInterest Conflict;
    /// The client has an open mandate with this advisor already.
    MandateExists Conflict;
    /// The advisor has asked the enterprise for a mandate, and it has not answered yet.
    MandateRequestExists Conflict;
    /// The enterprise was asked for a mandate lately; `until` is the last day on which the advisor does not ask again.
    MandateRequestedBefore Conflict;
    /// The advisor waits for the answers of as many enterprises as may be asked at a time: `max`.
    MandateRequestsUsedUp Conflict;
    /// A case about the same demand or request is open already.
    CaseExists Conflict;
    /// The case is about a demand or a license request already.
    CaseDemandExists Conflict;
    /// The advisor carries no mandate of the client today.
    MandateMissing Conflict;
    /// A tie was disclosed, and a party has not consented yet.
    ConflictUnresolved Conflict;
    /// The client was not contacted yet.
    FirstContactMissing Conflict;
    /// Nobody on the other side has confirmed an introduction.
    IntroductionMissing Conflict;
    /// There are fewer listings on the list than the rule says, and nobody says why.
    ShortlistTooShort Conflict;
    /// No note for the client tells of the follow-up.
    FollowUpNoteMissing Conflict;
    /// What was agreed was not followed up yet.
    FollowUpMissing Conflict;
    /// No outcome was filed.
    OutcomeMissing Conflict;
    /// The same contract, or the same license, was filed before.
    OutcomeExists Conflict;
    /// A side has not confirmed the outcome yet.
    OutcomeNotConfirmed Conflict;
    /// No operator has validated the outcome yet.
    OutcomeNotValidated Conflict;
    /// No mandate of the client speaks of a fee.
    FeeNotAgreed Conflict;
}

/// A failure: code, where in the input it arose, arguments for the sentence, and a private detail for the log.
///
/// `Display` is deliberately the code alone: an error that slips through a `?` can never show internals.
#[derive(Debug, Clone)]
pub struct Error(Box<Body>);

#[derive(Debug, Clone)]
struct Body {
    code: Code,
    path: Vec<String>,
    args: BTreeMap<Cow<'static, str>, Value>,
    detail: Option<String>,
    raised_at: &'static Location<'static>,
    left_no_trace: bool,
    more: Vec<Error>,
}

impl Error {
    /// An error with `code` and nothing else.
    #[must_use]
    #[track_caller]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Body {
            code,
            path: Vec::new(),
            args: BTreeMap::new(),
            detail: None,
            raised_at: Location::caller(),
            left_no_trace: false,
            more: Vec::new(),
        }))
    }

    /// An internal error; `detail` goes to the log only.
    #[must_use]
    #[track_caller]
    pub fn internal(detail: impl fmt::Display) -> Self {
        Self::new(Code::Internal).because(detail)
    }

    /// An error that was kept somewhere as its code and its [`Self::args`], for its sentence.
    #[must_use]
    #[track_caller]
    pub fn recalled(code: Code, args: BTreeMap<String, Value>) -> Self {
        let mut error = Self::new(code);
        error.0.args = args.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect();
        error
    }

    /// Several errors at once; the first one leads. `None` for an empty list.
    #[must_use]
    pub fn all(errors: Vec<Self>) -> Option<Self> {
        // Flat: an error of a nested part may bring several along, and `iter` goes one level deep.
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        for mut error in errors {
            let more = std::mem::take(&mut error.0.more);
            first.0.more.push(error);
            first.0.more.extend(more);
        }
        Some(first)
    }

    /// Adds an argument of the sentence (`{ $name }` in the locale files), also shown as `details`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.0.args.insert(Cow::Borrowed(name), value.into().0);
        self
    }

    /// Prefixes the input path with `segment`, so that callers can nest: `inner.at("amount").at("price")` is `["price", "amount"]`.
    #[must_use]
    pub fn at(mut self, segment: impl fmt::Display) -> Self {
        self.prefix(&segment.to_string());
        self
    }

    fn prefix(&mut self, segment: &str) {
        self.0.path.insert(0, segment.to_owned());
        for error in &mut self.0.more {
            error.prefix(segment);
        }
    }

    /// The same error about the whole.
    #[must_use]
    pub fn without_path(mut self) -> Self {
        self.0.path.clear();
        self
    }

    /// Adds a private detail for the log.
    #[must_use]
    pub fn because(mut self, detail: impl fmt::Display) -> Self {
        self.0.detail = Some(detail.to_string());
        self
    }

    /// Notes that what failed was undone as a whole, for a reason that is gone at once.
    #[must_use]
    pub fn without_trace(mut self) -> Self {
        self.0.left_no_trace = true;
        self
    }

    /// Whether what failed was undone as a whole and may be done again at once.
    #[must_use]
    pub fn left_no_trace(&self) -> bool {
        self.0.left_no_trace
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Path into the input, outermost first; empty if the error is about the whole.
    #[must_use]
    pub fn path(&self) -> &[String] {
        &self.0.path
    }

    /// Arguments of the sentence.
    #[must_use]
    pub fn args(&self) -> &BTreeMap<Cow<'static, str>, Value> {
        &self.0.args
    }

    /// Detail for the log. Never shown to a caller.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// Where in our source the error was raised. For the log.
    #[must_use]
    pub fn raised_at(&self) -> &'static Location<'static> {
        self.0.raised_at
    }

    /// This error and those that came with it.
    pub fn iter(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.0.more.iter())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.code)
    }
}

impl std::error::Error for Error {}

/// An argument value: text, number or a list of texts.
pub struct Arg(Value);

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self(value.into())
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self(value.into())
    }
}
impl From<usize> for Arg {
    fn from(value: usize) -> Self {
        Self(value.into())
    }
}
impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self(value.into())
    }
}
impl From<i32> for Arg {
    fn from(value: i32) -> Self {
        Self(value.into())
    }
}
impl From<chrono::NaiveDate> for Arg {
    fn from(value: chrono::NaiveDate) -> Self {
        Self(value.to_string().into())
    }
}
impl From<Vec<String>> for Arg {
    fn from(value: Vec<String>) -> Self {
        Self(value.into())
    }
}

/// Collects errors so that a caller learns all of them at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<Error>);

impl Problems {
    /// Keeps the error of `result` (under `segment`) and passes the value on.
    pub fn check<T>(&mut self, segment: &str, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.0.push(error.at(segment))).ok()
    }

    /// Adds one error.
    pub fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Err` with everything that was found, or `Ok(value)`.
    ///
    /// # Errors
    /// All collected errors, the first one leading.
    pub fn finish<T>(self, value: T) -> Result<T> {
        Error::all(self.0).map_or(Ok(value), Err)
    }
}
