/** Letters to clinics about their agreement: reminders and notices, sent by mail. */
@NullMarked
package dk.sentinel.api.letter;

import org.jspecify.annotations.NullMarked;
