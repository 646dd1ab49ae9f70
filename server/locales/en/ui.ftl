# Words of the interface: notices, landing page, roles, states, pages behind links in mails.

## Notices

notice-search-unavailable = The search service is not answering. This list comes straight from the database and is not sorted by relevance.
# filters: labels of the filters
notice-filters-ignored = { $filters ->
    [none] Some filters could not be applied.
   *[other] These filters could not be applied: { $filters }.
}
notice-started-anew = The list begins again from the top.

## Landing page

landing-title = Lianqiao: a marketplace for technology transfer
landing-lead = Universities and institutes publish achievements; enterprises find them in Chinese or English and license them, using first and paying later.
landing-here = What is here
landing-frontend = the marketplace
landing-no-frontend = The web frontend is not in this build: Node.js was not there when it was compiled. Install Node.js 20 or newer and build again:
landing-graphiql = Try the API in the browser
landing-graphql = GraphQL API
landing-events = Live events (graphql-transport-ws)
landing-uploads = Upload a spreadsheet to import
landing-exports = Export listings
landing-health = How the server is
landing-accounts = Who can sign in (demo accounts)
landing-account-name = Name
landing-account-email = E-mail
landing-account-role = Role
landing-account-organization = Organization
landing-account-password = All demo accounts have the same password:
landing-no-accounts = No demo data is loaded here.
landing-demo-only = The demo data is for trying out only and stands for no real organization or person.

## Roles

role-tto-officer = TTO officer
role-tto-head = TTO head
role-sme-member = Enterprise member
role-sme-owner = Enterprise owner
role-advisor = Innovation advisor
role-case-officer = Case officer
role-operator = Platform operator
role-observer = Observer

## Enterprise sizes

size-micro = micro
size-small = small
size-medium = medium
size-large = large

## States

value-yes = Yes
state-draft = Draft
state-submitted = Submitted
state-approved = Approved
state-published = Published
state-suspended = Suspended
state-withdrawn = Withdrawn
state-expired = Expired
state-transferred = Transferred
state-pending = Pending
state-verified = Verified
state-rejected = Rejected
state-granted = Granted
state-active = Active
state-completed = Completed
state-terminated = Terminated
state-queued = Queued
state-running = Running
state-finished = Finished
state-failed = Failed
state-accepted = Accepted
state-declined = Declined
state-revoked = Revoked
state-cancelled = Canceled
state-fulfilled = Solved
state-refused = Not published
state-open = Open
state-interested = Interested
state-passed = Passed

## Kinds of things, as in “This is not the id of …”

kind-organization = an organization
kind-user = a user
kind-membership = a membership
kind-session = a session
kind-listing = a listing
kind-listing-revision = a version of a listing
kind-demand = a demand
kind-demand-revision = a version of a demand
kind-demand-proposal = a proposal to a demand
kind-demand-split = a proposal to split a demand
kind-match-feedback = an opinion about a match
kind-license-request = a license request
kind-license = a license
kind-obligation = an obligation
kind-import-run = an import
kind-import-preset = an import preset
kind-import-problem = a problem of an import
kind-upload = an upload
kind-audit-entry = an audit entry
kind-outbox-event = an event
kind-delivery = a delivery
kind-mail-message = a mail message
kind-feed-entry = a feed entry
kind-rule-version = a rule version
kind-size-declaration = size declaration
kind-email-change = a change of e-mail address
kind-invitation = an invitation
kind-api-token = an API token
kind-linked-login = a linked login
kind-advisor = an advisor
kind-conflict-declaration = a declared conflict of interest
kind-mandate = a mandate
kind-mandate-request = a request for a mandate
kind-broker-case = a case
kind-case-conflict = a disclosed tie
kind-service-log = a note of service
kind-introduction = an introduction
kind-case-task = a task
kind-case-pick = a listing that an advisor picked
kind-case-outcome = an outcome
kind-case-fee = a fee or subsidy
kind-service-platform = a service platform
kind-saved-search = a saved search

# Pages behind links in mails.
page-password = Password
page-new-password = New password
page-email = E-mail
page-name = Your name
page-request-password-title = Forgot your password?
page-request-password-text = Enter the e-mail address of your account. If it has one, we send a link there with which you set a new password.
page-request-password-button = Send the link
page-request-password-done = If this address has an account, a link is on its way. Please look into your mailbox.
page-reset-password-title = Set a new password
page-reset-password-text = Choose a password of at least 10 characters that is hard to guess. You will be signed out everywhere.
page-reset-password-button = Set the password
page-reset-password-done = Your password is changed. You can sign in with it now.
page-confirm-email-title = Confirm your new e-mail address
page-confirm-email-text = Press the button to use this address for your account from now on. If you did not ask for that, close this page.
page-confirm-email-button = Confirm
page-confirm-email-done = Your account uses this address from now on.
page-undo-email-title = Take the change of address back
page-undo-email-text = Choose a new password of at least 10 characters: whoever changed the address knew the old one. Your account then uses this address again, and everybody is signed out.
page-undo-email-button = Take it back
page-undo-email-done = Your account uses this address again. You can sign in with the new password now.
page-invitation-title = You are invited
# organization: its name; roles: in words
page-invitation-text = { $organization ->
    [none] You are invited to join an organization. Enter the password of your account to accept.
   *[other] { $organization } invites you to join. Your part there: { $roles }. Enter the password of your account to accept.
}
page-invitation-newcomer = { $organization ->
    [none] You are invited to join an organization. To accept, make an account for this address: enter your name and choose a password of at least 10 characters.
   *[other] { $organization } invites you to join. Your part there: { $roles }. To accept, make an account for this address: enter your name and choose a password of at least 10 characters.
}
page-invitation-elsewhere = { $organization ->
    [none] You are invited to join an organization. Your account has no password: sign in at your institution, and accept the invitation there, among your invitations.
   *[other] { $organization } invites you to join. Your part there: { $roles }. Your account has no password: sign in at your institution, and accept the invitation there, among your invitations.
}
page-invitation-button = Accept
page-invitation-done = You are a member now. You can sign in.
page-decline-title = Invitation declined
page-decline-button = Decline
page-decline-done = You declined the invitation. Nothing else has changed.
page-verify-email-title = Confirm your e-mail address
page-verify-email-text = Enter the password that you signed up with, to confirm that this address is yours. After that you can sign in. If you did not sign up, close this page.
page-verify-email-button = Confirm
page-verify-email-done = Your address is confirmed. You can sign in now.
page-unsubscribe-title = Turn off these mails
page-unsubscribe-text = Press the button and we will not send you mails of this kind any more. Mails about your requests and licenses still reach you.
page-unsubscribe-button = Turn off
page-unsubscribe-done = Done. You will not receive mails of this kind any more; you can turn them on again in your settings.
page-code = Code
page-sign-in-title = Sign in
page-sign-in-text = Your account has a second factor. Enter the code that your authenticator shows, or one of your recovery codes.
page-sign-in-button = Sign in

## The web frontend: what it says before its scripts are there, and without them

face-site = Lianqiao
face-heading = Put good technology to use first
face-lead = Universities and institutes publish their technology here with its license terms. Small companies find what fits, use it, and pay once it works.
face-search = Search
face-find = Find technology
face-newest = Newest
face-none = Nothing fits.
face-offered = { $count ->
    [none] Achievements to license
    [one] { $organization } · { $count } achievement to license
   *[other] { $organization } · { $count } achievements to license
}
face-count = { $count ->
    [none] achievements
    [one] { $count } achievement
   *[other] { $count } achievements
}
face-problem = The problem
face-benefit = What is better
face-summary = Summary
face-scenarios = Where it is used
face-cases = In use
face-figures = Key figures
face-today = today
face-terms = Terms
face-free = months free:
face-term = term in months:
face-price = fee
face-example = if a license took effect today, due on:

# Why somebody passes on a proposal.
pass-too-early = Too early for use
pass-too-dear = Too expensive
pass-wrong-field = Another field
pass-already-solved = Solved already
pass-demand-ended = The demand has ended
pass-unclear-benefit = The benefit is not clear
pass-terms = The terms do not fit
pass-other = Another reason
face-needs = Demands of companies
face-find-needs = Find demands
face-demands = { $count ->
    [none] Demands
    [one] One demand
   *[other] { $count } demands
}
face-solution = What is done today
face-target = What it has to bring
face-tests = Acceptance test
face-deadline = solved by
face-budget = budget

## Why a listing answers a demand, and what speaks against it

match-why-meaning-very-near = What is offered and what is needed are about the same kind of problem, also where the words differ.
match-why-meaning-near = What is offered and what is needed are close in meaning.
# words: phrases that stand on both sides
match-why-words = { $words ->
    [none] Both speak of the same things.
   *[other] Both speak of: { $words }.
}
# need: a phrase of the demand; offer: what the listing calls it
match-why-name = { $need ->
    [none] The same under another name
   *[other] “{ $need }” – “{ $offer }”
}
match-why-names = { $names ->
    [none] The same things under other names.
   *[other] The same things under other names: { $names }.
}
match-why-field = { $fields ->
    [none] Both belong to the same field.
   *[other] Both belong to the field: { $fields }.
}
match-against-little = Little in the texts of the two points to each other. It may be about something else: look at the title first.
match-against-field = The two name different fields.
# wanted, offered: technology readiness levels
match-pass-readiness = { $wanted ->
    [none] Mature enough.
   *[other] Mature enough: readiness level { $offered } is offered, level { $wanted } or higher is wanted.
}
match-fail-readiness = { $wanted ->
    [none] Not mature enough yet.
   *[other] Not mature enough yet: readiness level { $offered } is offered, level { $wanted } or higher is wanted. Ask whether a pilot run is planned.
}
match-untold-readiness = { $wanted ->
    [none] The holder does not say how mature the technology is.
   *[other] The holder does not say how mature the technology is; level { $wanted } or higher is wanted. Ask for test or pilot results.
}
# wanted, offered: ways of license or transfer
match-pass-mode = { $wanted ->
    [none] It can be had in the way that is wanted.
   *[other] It can be had in the way that is wanted: { $offered }.
}
match-fail-mode = { $wanted ->
    [none] It cannot be had in the way that is wanted.
   *[other] It is offered as { $offered }, and wanted as { $wanted }. Ask whether the holder would agree to that.
}
match-untold-mode = { $wanted ->
    [none] The holder does not say how it can be had.
   *[other] The holder does not say how it can be had; it is wanted as { $wanted }.
}
# wanted: the budget; offered: the price before use
match-pass-budget = { $wanted ->
    [none] Within the budget.
   *[other] Within the budget: it costs { $offered } before use, and up to { $wanted } can be paid.
}
match-pass-budget-nothing = { $wanted ->
    [none] Nothing is to be paid before there is income from it.
   *[other] Nothing is to be paid before there is income from it; the budget is { $wanted }.
}
match-fail-budget = { $wanted ->
    [none] Above the budget.
   *[other] Above the budget: it costs { $offered } before use, and up to { $wanted } can be paid.
}
match-untold-budget = { $wanted ->
    [none] The price is not told and has to be talked about.
   *[other] The price is not told and has to be talked about; up to { $wanted } can be paid.
}
match-untold-budget-currency = { $wanted ->
    [none] Price and budget are in different currencies.
   *[other] The price is { $offered } and the budget { $wanted }: they are in different currencies.
}
# wanted, offered: ways of payment
match-pass-payment = { $offered ->
    [none] It can be paid for in a way that is accepted.
   *[other] It can be paid for in a way that is accepted: { $offered }.
}
match-pass-payment-free = Nothing is to be paid for it.
match-fail-payment = { $wanted ->
    [none] It cannot be paid for in a way that is accepted.
   *[other] It is to be paid for by { $offered }, and { $wanted } is accepted. Ask whether the holder would agree to that.
}
match-untold-payment = { $wanted ->
    [none] The holder does not say how it is to be paid for.
   *[other] The holder does not say how it is to be paid for; { $wanted } is accepted.
}
match-pass-price-later = { $offered ->
    [none] What is due later is within the budget, too.
   *[other] Once there is income, { $offered } is due, within the budget of { $wanted }.
}
match-fail-price-later = { $offered ->
    [none] What is due later is above the budget.
   *[other] Nothing is to be paid before use, but { $offered } once there is income, above the budget of { $wanted }.
}
match-untold-price-later = { $offered ->
    [none] What is due later and the budget are in different currencies.
   *[other] Once there is income, { $offered } is due, and the budget is { $wanted }: they are in different currencies.
}
match-pass-use-first = It can be used first and paid for later.
match-fail-use-first = “Use first, pay later” is wanted, and the holder does not offer it. Ask whether it can be agreed.
match-untold-use-first = “Use first, pay later” is wanted; the holder says nothing about it.
match-pass-exclusivity = It can still be had exclusively: nobody has a license of this platform there.
match-fail-exclusivity = It cannot be had exclusively any more: it is open to everybody, or somebody has a license.
match-untold-exclusivity = Whether it can still be had exclusively is not told.
# wanted: a country; offered: nothing
match-fail-available = { $wanted ->
    [none] It is licensed exclusively already, so that no other license can be had.
   *[other] It is licensed exclusively in { $wanted } already, so that no other license can be had there until that ends.
}
match-fail-abroad = { $offered ->
    [none] Its holder is abroad, and the demand does not say that solutions from abroad are welcome.
   *[other] Its holder is in { $offered }, and the demand does not say that solutions from abroad are welcome.
}
# wanted: preferred regions; offered: where the holder is
match-pass-preferred-region = { $offered ->
    [none] Its holder is in a region that is preferred.
   *[other] Its holder is in a region that is preferred: { $offered }.
}
match-fail-preferred-region = { $wanted ->
    [none] Its holder is not in a region that is preferred.
   *[other] Its holder is in { $offered }; preferred is { $wanted }.
}
match-untold-preferred-region = { $wanted ->
    [none] Where its holder is is not told.
   *[other] Where its holder is is not told; preferred is { $wanted }.
}
match-pass-cooperation = Joint development is wanted, and the holder offers to work on it together.
match-untold-cooperation = Joint development is wanted; the holder does not say whether it would. Ask.
# wanted, offered: countries; none for the whole world
match-pass-region = { $offered ->
    [none] It may be used anywhere.
   *[other] It may be used where it is needed: { $wanted }.
}
match-fail-region = { $wanted ->
    [none] It may not be used where it is needed.
   *[other] It may be used only in { $offered }, and is needed in { $wanted }.
}
match-untold-region = { $wanted ->
    [none] The holder does not say where it may be used.
   *[other] The holder does not say where it may be used; it is needed in { $wanted }.
}
match-pass-export = { $wanted ->
    [none] It may be exported freely.
   *[other] It may be exported to { $wanted } freely.
}
match-fail-export = { $wanted ->
    [none] It may not leave China.
   *[other] It may not leave China, and is needed in { $wanted }.
}
match-license-export = { $wanted ->
    [none] Its export needs a license of the commerce authority.
   *[other] Its export to { $wanted } needs a license of the commerce authority, which takes some weeks.
}
match-untold-export = { $wanted ->
    [none] Whether it may be exported is not settled yet.
   *[other] Whether it may be exported to { $wanted } is not settled yet.
}

## Why a pair is in no list

absence-not-published = It is not published, so it is in no list.
absence-refused = It was put aside for this demand. Take that back and it is in the list again.
absence-outranked = More than 200 others fit better.
absence-not-proposed = Too little in the words or the meaning of the two brings them together. If they belong together, say the problem or the benefit in the words of the other side.

## What an office can do about feedback on its listing

advice-interested = Enterprises find this interesting. Answer their requests within the week.
advice-too-early = Say what was tested outside of the laboratory, with figures; if nothing was, name the pilot platform that would do it, its cost and its weeks.
advice-too-dear = Offer a smaller beginning: use first and pay later, a royalty without an entry fee, or a license for one site.
advice-wrong-field = Say plainly in title and summary which branch it is for, and check the industries that you named.
advice-unclear-benefit = Compare it with what is in use today, in one figure: cost, time, scrap or energy.
advice-terms = Offer a second set of terms: another kind of license, another territory, or a shorter time.
advice-known-already = It is known to those who need it. New results or new terms would be news.
advice-other = Several had other reasons. A short call with your adviser may tell which.

## How platforms take a technology to the readiness that is wished for

# from, to: technology readiness levels; weeks, cost: phrases from below
match-bridge = { $from ->
    [none] Platforms can take it to the level that is wished for.
   *[other] From level { $from } to level { $to }: { $steps ->
        [1] one step
        [2] two steps
        [3] three steps
       *[other] { $steps } steps
    }, { $weeks }, { $cost }.
}
match-bridge-weeks = { $min ->
    [none] some weeks
   *[other] { $min } to { $max } weeks
}
match-bridge-weeks-exact = { $weeks ->
    [none] some weeks
    [1] one week
   *[other] { $weeks } weeks
}
match-bridge-weeks-untold = how long is not told by all
match-bridge-weeks-silent = how long is not told
match-bridge-cost = { $min ->
    [none] at some cost
   *[other] { $min } to { $max }
}
match-bridge-cost-untold = the price is not told by all
match-bridge-cost-silent = the price is not told
match-bridge-cost-currencies = prices in several currencies, which are not added up
match-bridge-none = { $from ->
    [none] No platform here takes it any further.
   *[other] From level { $from } to level { $to }: no platform here takes a technology any further.
}
match-bridge-none-field = { $from ->
    [none] No platform here takes it any further.
   *[other] From level { $from } to level { $to }: no platform here takes a technology of this field any further.
}
match-bridge-short = { $from ->
    [none] Platforms here take it further, but not to the level that is wished for.
   *[other] From level { $from } to level { $to }: platforms here take it to level { $reached }, and none goes on from there.
}
match-bridge-elsewhere = Not all of these are known to be in the preferred regions.

## What an advisor has to do

# months: after the signatures
follow-up-after-contract = { $months ->
    [none] Follow-up after the contract
    [one] Follow-up one month after the contract
   *[other] Follow-up { $months } months after the contract
}
# days: ahead; date: the day on which the payment is due
follow-up-before-payment = { $days ->
    [none] Follow-up before a payment
    [one] Follow-up one day before the payment due on { $date }
   *[other] Follow-up { $days } days before the payment due on { $date }
}
# date: the last day of the duty to serve
follow-up-duty-ends = { $date ->
    [none] End of the service duty
   *[other] End of the service duty, { $date }
}

## Papers for the authorities
fee-kind-fee = Service fee
fee-kind-subsidy = Subsidy
outcome-kind-license = License
outcome-kind-assignment = Assignment
outcome-kind-development = Development
outcome-kind-consulting = Consulting
outcome-kind-service = Service
