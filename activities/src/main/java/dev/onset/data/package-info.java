/** Reading data sets and splitting them into examples for training and for test. */
@NullMarked
package dev.onset.data;

import org.jspecify.annotations.NullMarked;
