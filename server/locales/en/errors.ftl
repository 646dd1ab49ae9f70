# One sentence per error code. The key is error- and the code in kebab case.
# An argument that the code did not give has the value none and picks the variant [none]; the arguments of a sentence
# stand above it. Style: what is wrong, then what to do; no blame, no jargon, no exclamation marks.

## The door

error-bad-user-input = We could not read this request. Please check it and try again.
error-unauthenticated = Please sign in first.
error-forbidden = You do not have permission to do this. Ask a manager of your organization if you need it done.
error-not-found = We could not find this. It may have been removed, or it is not open to you.
# cost: cost of this query; max: the limit
error-cost-exceeded = { $max ->
    [none] This query asks for too much at once. Ask for fewer fields or smaller pages.
   *[other] { $cost ->
        [none] This query costs more than the limit of { $max }. Ask for fewer fields or smaller pages.
       *[other] This query costs { $cost }, and the limit is { $max }. Ask for fewer fields or smaller pages.
    }
}
# seconds: when to try again
error-throttled = { $seconds ->
    [none] Too many requests at once. Please try again in a little while.
    [one] Too many requests at once. Please try again in one second.
   *[other] Too many requests at once. Please try again in { $seconds } seconds.
}
error-unavailable = A part of the system is not answering. Please try again in a little while.
error-internal = Something failed on our side, and we have a record of it. Please try again later; if it still fails, send us the request number.
error-persisted-query-not-found = The server does not have this query yet. Please send it again with its full text.
error-operation-unknown = This operation is not one of the web frontend’s. Programs sign in with a bearer token.
error-request-too-large = This request is too large. Please send less at once.
error-not-acceptable = We answer in JSON only. Please accept application/graphql-response+json or application/json.
error-media-type-unsupported = We read JSON in UTF-8 only. Please send application/json.
error-method-not-allowed = This address does not take requests of this method. Please see the Allow header.
error-request-timeout = The request did not arrive in time. Please send it again over a faster connection.

## Ids, pages, versions

# kind: kind of thing that is wanted
error-invalid-id = { $kind ->
    [none] This id is not valid. Please check it.
   *[other] This is not the id of { $kind }. Please check it.
}
# max: largest page
error-page-size-invalid = { $max ->
    [none] Give the page size once, with first or last.
   *[other] Give the page size once, with first or last, between 1 and { $max }.
}
error-cursor-mismatch = This position belongs to another list, filter or order. Please start again from the first page.
# current: the version or state now
error-stale-version = { $current ->
    [none] Somebody changed this after you opened it. Reload it, then make your change again.
   *[other] Somebody changed this after you opened it (it is now { $current }). Reload it, then make your change again.
}
# from: state now; to: state that was asked for
error-transition-not-allowed = { $fromState ->
    [none] { $toState ->
        [none] This is not possible in the current state.
       *[other] This cannot become “{ $toState }” from its current state.
    }
   *[other] { $toState ->
        [none] This is not possible while the state is “{ $fromState }”.
       *[other] This cannot go from “{ $fromState }” to “{ $toState }”.
    }
}
error-idempotency-key-reused = This idempotency key was used for other content. Please use a new key.
error-idempotency-in-progress = The same request is still being processed. Please look again shortly.

## Fields

error-required = This cannot be empty. Please fill it in.
# max: most characters
error-too-long = { $max ->
    [none] This text is too long. Please shorten it.
    [one] This text is too long. Please use one character.
   *[other] This text is too long. Please keep it to { $max } characters.
}
# min: fewest characters
error-too-short = { $min ->
    [none] This text is too short. Please add to it.
    [one] This text is too short. Please use at least one character.
   *[other] This text is too short. Please use at least { $min } characters.
}
# max: most entries
error-too-many = { $max ->
    [none] There are too many entries. Please remove some.
    [one] There are too many entries. Please keep one.
   *[other] There are too many entries. Please keep { $max } at most.
}
# min, max: the range
error-out-of-range = { $min ->
    [none] { $max ->
        [none] This value is outside the allowed range. Please change it.
       *[other] This value must not be above { $max }. Please change it.
    }
   *[other] { $max ->
        [none] This value must not be below { $min }. Please change it.
       *[other] This value must lie between { $min } and { $max }. Please change it.
    }
}
# character: code point, such as U+202E
error-forbidden-characters = { $character ->
    [none] This text contains invisible or control characters. Please remove them.
   *[other] This text contains a character that is not allowed ({ $character }). Please remove it.
}
error-invalid-email = This is not a valid e-mail address. Please write it like name@example.com.
# value: what was given
error-invalid-date = { $value ->
    [none] We could not read this date. Please write it like 2026-03-31.
   *[other] We could not read the date “{ $value }”. Please write it like 2026-03-31.
}
error-invalid-number = { $value ->
    [none] We could not read this number. Please write digits only, like 80000.00.
   *[other] We could not read the number “{ $value }”. Please write digits only, like 80000.00.
}
error-invalid-currency = { $value ->
    [none] This is not a currency code. Please use three letters, like CNY.
   *[other] “{ $value }” is not a currency code. Please use three letters, like CNY.
}
error-invalid-country = { $value ->
    [none] This is not a country code. Please use two letters, like CN.
   *[other] “{ $value }” is not a country code. Please use two letters, like CN.
}
# value: what was given; allowed: codes to choose from
error-unknown-code = { $value ->
    [none] { $allowed ->
        [none] This code is not on the list. Please choose one from it.
       *[other] This code is not on the list. Please use one of: { $allowed }.
    }
   *[other] { $allowed ->
        [none] The code “{ $value }” is not on the list. Please choose one from it.
       *[other] The code “{ $value }” is not on the list. Please use one of: { $allowed }.
    }
}
error-duplicate = { $value ->
    [none] This appears twice. Please keep one.
   *[other] “{ $value }” appears twice. Please keep one.
}
error-invalid-credit-code = { $value ->
    [none] The unified social credit code fails its check. Please compare all 18 characters with the certificate.
   *[other] The unified social credit code “{ $value }” fails its check. Please compare all 18 characters with the certificate.
}
error-invalid-patent-number = { $value ->
    [none] The patent or application number fails its check. Please compare it with the certificate or filing receipt.
   *[other] The patent or application number “{ $value }” fails its check. Please compare it with the certificate or filing receipt.
}
error-invalid-ipc = { $value ->
    [none] This is not an IPC symbol. Please write it like H01L 21/02 or H01L.
   *[other] “{ $value }” is not an IPC symbol. Please write it like H01L 21/02 or H01L.
}
# value: the sum now
error-shares-not-whole = { $value ->
    [none] The shares must add up to 100%. Please adjust them.
   *[other] The shares must add up to 100%; they now make { $value }. Please adjust them.
}

## Identity

error-credentials-invalid = The e-mail address or the password is not right. Please try again.
error-email-not-verified = This e-mail address is not confirmed yet. Please open the link in the message we sent you.
# min: fewest characters
error-password-too-weak = { $min ->
    [none] This password is easy to guess. Please choose a longer one without common words.
   *[other] This password is easy to guess. Please choose one of at least { $min } characters without common words.
}
error-token-invalid = This link is wrong, used or out of date. Please ask for a new one.
error-account-suspended = This account is suspended. Please contact the platform operator if you have questions.
# scope: the scope that is needed
error-scope-missing = { $scope ->
    [none] Programs with an API token cannot do this. Please sign in yourself.
   *[other] This API token does not have the scope “{ $scope }”. Please make a token that has it.
}
error-second-factor-invalid = This code is wrong, out of date or used already. Please enter the next one that your authenticator shows.
error-second-factor-on = Signing in with a second factor is on already. Turn it off first to set up another authenticator.
error-second-factor-off = Signing in with a second factor is not set up. Please begin with the setup.
error-second-factor-required = Your role asks for a second factor. Please set up an authenticator first; until then nothing else is possible.
error-cross-site-refused = This request came with the cookie of a session but not from our own pages. Please send the header x-lianqiao-csrf from an allowed origin.
error-provider-unavailable = Your institution's login service is not answering properly. Please try again in a few minutes.
error-provider-login-invalid = This login is out of date or was used already. Please start again from the login page.
# domains: domains of addresses that are taken
error-provider-email-refused = { $domains ->
    [none] Your institution did not confirm an e-mail address that can be used here.
   *[other] Your institution did not confirm an e-mail address that can be used here. These endings are accepted: { $domains }.
}
error-last-way-in = This is your last way to sign in. Please set a password or link another login first.
error-organization-not-verified = The platform has not verified this organization yet. This becomes possible once it has.
error-organization-exists = An organization with this credit code is registered already. Please ask its manager to add you.
error-membership-exists = This user is a member of the organization already.
error-last-manager = An organization needs at least one manager. Please appoint another one first.
# role: the role
error-role-not-applicable = { $role ->
    [none] This kind of organization does not have this role. Please choose another one.
   *[other] This kind of organization does not have the role “{ $role }”. Please choose another one.
}
# missing: figures that are missing
error-size-evidence-missing = { $missing ->
    [none] The size declaration lacks figures. Please add employees, revenue or total assets.
   *[other] The size declaration lacks figures. Please add: { $missing }.
}
error-size-not-applicable = Only enterprises declare a size; this organization is not registered as one.
error-size-corrected = The platform has corrected the size of this enterprise. If the figures have changed, ask the platform to release it first.

## Listings

error-consent-missing = A co-owner or the inventors have not consented yet. Please obtain their consent first.
# missing: fields that are missing
error-listing-incomplete = { $missing ->
    [none] The listing is not complete. Please add what publication needs.
   *[other] The listing is not complete. Before publication, please add: { $missing }.
}
# value: number of the right
error-right-expired = { $value ->
    [none] This right has expired and can no longer be licensed.
   *[other] The right { $value } has expired and can no longer be licensed.
}
error-fee-overdue = The annual fee of this right is overdue, and the time to pay it late is over. Please pay it and state until when it is paid.
error-license-kind-not-offered = Licenses of this kind are not offered here. Please offer an exclusive, a sole or an ordinary license.
# max: last day of protection
error-term-outlives-right = { $max ->
    [none] The license term runs beyond the protection of the right. Please shorten the term.
   *[other] The license term runs beyond the protection of the right (until { $max }). Please shorten the term.
}
error-not-use-first-pay-later = These terms do not meet the conditions of “use first, pay later”. Please change them, or offer an ordinary license.
# value: external reference
error-external-reference-taken = { $value ->
    [none] Another achievement has this external reference. Please use another one, or update the existing achievement.
   *[other] Another achievement has the external reference “{ $value }”. Please use another one, or update the existing achievement.
}
error-secrecy-not-cleared = Classified or uncleared content may not be published. Please complete the secrecy review first.
# state: state now
error-submitter-may-not-approve = You handed this in yourself, or belong to the house that did. Somebody else has to review it.

error-listing-not-open = { $state ->
    [none] This listing does not take license requests at present.
   *[other] This listing does not take license requests while its state is “{ $state }”.
}

## Demands

# missing: fields that are missing
error-demand-incomplete = { $missing ->
    [none] The demand is not complete. Please add what publication needs.
   *[other] The demand is not complete. Before publication, please add: { $missing }.
}
# found: what gives the owner away
error-identity-in-text = { $found ->
    [none] This text says whose the demand is. Please leave names, addresses and telephone numbers out, or publish it under your name.
   *[other] “{ $found }” says whose the demand is. Please leave it out, or publish the demand under your name.
}
error-field-not-for-activity = Disciplines are for basic research, fields of technology for every other kind of activity. Please leave this field empty, or choose another kind.

error-demand-named = This demand was published under your name before and cannot become anonymous any more. Please write a new one.
# days: days after the expiry
error-demand-not-renewable = { $days ->
    [none] This demand cannot be renewed as it is. Please look through it and hand it in again.
   *[other] A demand can be renewed for { $days } days after its expiry if it was not changed. Please look through it and hand it in again.
}
error-demand-parts-differ = A demand that was split off from this one, or that this one was split off from, is shown the other way: one under your name, one without. Whoever reads both knows whose they are. Please show both the same way.
error-proposal-exists = An open proposal about this exists already. Please wait for its answer, or take it back first.
# max: proposals that an office may make to a demand
# days: days in which it may
error-proposals-used-up = { $max ->
    [none] Your office has proposed to this demand often enough for now. Please wait a while.
   *[other] An office can make { $max } proposals to one demand within { $days } days. Please wait a while.
}

## Files and imports

# max: allowed size, such as 20 MB
error-file-too-large = { $max ->
    [none] The file is too large. Please split it.
   *[other] The file is too large; the limit is { $max }. Please split it.
}
# allowed: types that can be read
error-file-type-unsupported = { $allowed ->
    [none] We cannot read this type of file. Please save it as CSV, XLSX or JSONL.
   *[other] We cannot read this type of file. Please upload one of: { $allowed }.
}
error-file-damaged = The file is damaged or incomplete. Please export it again and upload the new one.
error-file-bomb = The file unpacks to more than the allowed size. Please split it.
error-header-missing = We found no header row that we can read. Please name the columns in the first row.
# field: the field without a column
error-column-missing = { $field ->
    [none] A required column is missing. Please add it, or change how the headers are matched.
   *[other] There is no column for “{ $field }”. Please add it, or change how the headers are matched.
}
# expected: cells in the header; found: cells in this row
error-row-shape = { $expected ->
    [none] This row has more or fewer cells than the header. Please check separators and quotation marks.
   *[other] { $found ->
        [none] This row does not have { $expected } cells like the header. Please check separators and quotation marks.
       *[other] This row has { $found } cells and the header has { $expected }. Please check separators and quotation marks.
    }
}
# max: most characters in a cell
error-cell-too-long = { $max ->
    [none] This cell is too long. Please shorten it.
   *[other] This cell is too long. Please keep it to { $max } characters.
}
# count: refused rows
error-rows-rejected = { $count ->
    [none] Some rows have problems, and the import was to take all rows or stop. Nothing was imported. Please correct the file, or choose to import the good rows.
    [one] One row has problems, and the import was to take all rows or stop. Nothing was imported. Please correct the file, or choose to import the good rows.
   *[other] { $count } rows have problems, and the import was to take all rows or stop. Nothing was imported. Please correct the file, or choose to import the good rows.
}
error-cell-error = This cell holds an error of the spreadsheet program. Please correct its formula, or type the value.
# date: the date as it was read
error-ambiguous-date = { $date ->
    [none] This date can be read in two ways; we took the month first. Please write it as 2026-11-23 if that is wrong.
   *[other] This date can be read in two ways; we took the month first ({ $date }). Please write it as 2026-11-23 if that is wrong.
}
# max: most rows
error-too-many-rows = { $max ->
    [none] The file has too many rows. Please split it.
   *[other] The file has too many rows; { $max } can be imported at once. Please split it.
}
# value: external reference; row: where it stands first
error-duplicate-in-file = { $value ->
    [none] This external reference appears twice in the file. Please keep one row.
   *[other] { $row ->
        [none] The external reference “{ $value }” appears twice in the file. Please keep one row.
       *[other] The external reference “{ $value }” stands in row { $row } already. Please keep one row.
    }
}
error-import-writing = This import takes all rows or stops, and it has begun to write them. It cannot be stopped now; it will be done shortly.
# count: listings that stay
error-import-not-undone = { $count ->
    [none] A row was refused at the last moment, and the import was to take all rows or stop. Some entries that somebody had changed meanwhile could not be taken back. The result file names them.
    [one] A row was refused at the last moment, and the import was to take all rows or stop. One entry that somebody had changed meanwhile could not be taken back. The result file names it.
   *[other] A row was refused at the last moment, and the import was to take all rows or stop. { $count } entries that somebody had changed meanwhile could not be taken back. The result file names them.
}

## Licensing

error-offer-not-found = This listing does not have that offer. Please choose again.
# size: size of the enterprise
error-size-not-eligible = { $size ->
    [none] This offer is not open to enterprises of your size. Please choose another one.
   *[other] This offer is not open to an enterprise of your size ({ $size }). Please choose another one.
}
error-request-exists = Your organization has an open request for this offer. There is no need to send another.
error-own-listing = An organization cannot request a license of its own listing.
error-enterprise-seat-missing = Enterprises request licenses, and you have no seat in one. Register your enterprise, or ask it for an invitation.
# until: last day of that license
error-exclusivity-conflict = { $until ->
    [none] An exclusive or sole license is in force and stands in the way.
   *[other] An exclusive or sole license is in force until { $until } and stands in the way.
}
# expected: what the sum must be; found: what it is
error-schedule-mismatch = { $expected ->
    [none] The payments do not add up to the price. Please check the amounts.
   *[other] { $found ->
        [none] The payments must add up to { $expected }. Please check the amounts.
       *[other] The payments add up to { $found } and must make { $expected }. Please check the amounts.
    }
}
error-reason-required = Please give a reason, so that the other side understands.
# mode: way of payment
error-payment-mode-unsupported = { $mode ->
    [none] This way of payment cannot be agreed here yet. Please choose another one.
   *[other] The way of payment “{ $mode }” cannot be agreed here yet. Please choose another one, or talk to the office.
}
# earliestDueOn: first day on which a fee may fall due; mode: way of payment asked for; neither if the name is withheld
error-terms-not-as-asked = { $earliestDueOn ->
    [none] { $mode ->
        [none] The enterprise asked for “use first, pay later”. Please grant it under that name, or reject the request with a reason.
       *[other] The enterprise asked to pay by “{ $mode }”. Please plan the payment that way, or reject the request with a reason.
    }
   *[other] The enterprise was promised that no fee falls due before { $earliestDueOn }. Please plan the payment later, or reject the request with a reason.
}
# country: where the enterprise is
error-negotiation-gate = A license to an enterprise outside mainland China is a technology export. It has to be classified, and cleared where that is needed, before anybody talks about terms.

## Advisors

error-advisor-exists = You have applied as an advisor before. Please look at your profile.
error-advisor-not-available = This advisor is not available today. Please choose another one.
error-conflicts-not-confirmed = The advisor has to confirm first, within the last twelve months, that the declared conflicts of interest are complete.
error-conflict-of-interest = The advisor has a tie with one of the parties and cannot be neutral. Please choose somebody else.
error-mandate-exists = The enterprise and this advisor have an open mandate. End it first if you want to change it.
error-mandate-request-exists = You have asked this enterprise for a mandate, and it has not answered yet.
# until: last day on which the advisor does not ask again
error-mandate-requested-before = { $until ->
    [none] This enterprise was asked for a mandate lately. Please wait a while.
   *[other] This enterprise was asked for a mandate lately. You can ask it again after { $until }.
}
error-mandate-requests-used-up = { $max ->
    [none] You wait for the answers of as many enterprises as may be asked at a time. Take a request back, or wait for an answer.
   *[other] You can wait for the answers of { $max } enterprises at a time. Take a request back, or wait for an answer.
}
error-case-exists = There is an open case about this already.
error-case-demand-exists = The case is about a demand or a license request already.
error-mandate-missing = This needs a mandate of the client that is good today. Please ask the enterprise for one.
error-conflict-unresolved = A tie with a party was disclosed. The work goes on when both parties have consented.
error-first-contact-missing = Write down the first contact with the client first.
error-introduction-missing = The other side has not confirmed an introduction yet. Record one, and wait for the answer.
error-follow-up-missing = Follow up on what was agreed first: no follow-up of this contract is done yet.
# minimum: what the rule says; count: how many there are
error-shortlist-too-short = { $minimum ->
    [none] This shortlist is too short. Pick more, or say why there are no more.
   *[other] A shortlist has at least { $minimum } listings, and this one has { $count }. Pick more, or say why there are no more.
}
error-follow-up-note-missing = Write a note of the follow-up that the client can read first.
error-outcome-missing = File the contract as the outcome of the case first.
error-outcome-exists = This contract was filed before. Each contract counts once.
error-outcome-not-confirmed = Both sides have to confirm the outcome first.
error-outcome-not-validated = An operator has to validate the outcome first.
error-fee-not-agreed = The client's mandate says nothing of a fee, so no fee can be recorded.
