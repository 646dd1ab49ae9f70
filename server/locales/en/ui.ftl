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
state-cancelled = Canceled

## Kinds of things, as in “This is not the id of …”

kind-organization = an organization
kind-user = a user
kind-membership = a membership
kind-session = a session
kind-listing = a listing
kind-listing-revision = a version of a listing
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
kind-linked-login = a linked login

# Pages behind links in mails.
page-password = Password
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
