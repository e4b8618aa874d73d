/**
 * What every page shares: frame, language, formats, assets and the pages for things that went
 * wrong.
 */
@NullMarked
package dk.sentinel.portal.web;

import org.jspecify.annotations.NullMarked;
