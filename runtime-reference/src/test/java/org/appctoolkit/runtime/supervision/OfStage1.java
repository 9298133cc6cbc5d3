package org.appctoolkit.runtime.supervision;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of our own stage1, as it is shipped and with sanitizers. */
@ParameterizedClass
@EnumSource(
    value = Stage1Build.class,
    names = {"PLAIN", "SANITIZED"})
abstract class OfStage1 extends WithPods {}
