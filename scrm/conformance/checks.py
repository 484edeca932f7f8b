"""All checks of the kit, in the order in which a connector is usually written."""

from scrm.conformance.account import (
    it_opens_and_closes_cleanly,
    settings_are_explained_and_sealed,
    the_readme_has_set_up_steps,
)
from scrm.conformance.inbound import (
    a_forged_webhook_is_turned_away,
    a_twisted_payload_is_malformed_or_understood,
    an_unreadable_body_is_kept,
    each_payload_is_understood_or_declared_unsupported,
    the_same_webhook_twice_is_the_same_event,
    without_a_secret_nobody_comes_in,
)
from scrm.conformance.outbound import (
    a_message_that_was_taken_has_an_id,
    a_platform_out_of_reach_took_nothing,
    a_text_of_any_length_goes_out_whole,
    each_refusal_has_its_class,
    no_clear_answer_is_an_unknown_outcome,
    no_failure_shows_a_secret,
)
from scrm.conformance.subject import Check

CHECKS: tuple[Check, ...] = (
    settings_are_explained_and_sealed,
    it_opens_and_closes_cleanly,
    the_readme_has_set_up_steps,
    a_forged_webhook_is_turned_away,
    without_a_secret_nobody_comes_in,
    the_same_webhook_twice_is_the_same_event,
    an_unreadable_body_is_kept,
    each_payload_is_understood_or_declared_unsupported,
    a_twisted_payload_is_malformed_or_understood,
    a_text_of_any_length_goes_out_whole,
    a_message_that_was_taken_has_an_id,
    a_platform_out_of_reach_took_nothing,
    no_clear_answer_is_an_unknown_outcome,
    each_refusal_has_its_class,
    no_failure_shows_a_secret,
)
