/** The page where anybody is told what a document is and whether it is as it was sealed. */
@NullMarked
package dk.sentinel.portal.document;

import org.jspecify.annotations.NullMarked;
