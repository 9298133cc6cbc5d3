package org.appctoolkit.runtime.supervision;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of all stage1s: what an app and its owner see is the same, whatever runs the pod. */
@ParameterizedClass
@EnumSource(Stage1Build.class)
abstract class OfEveryStage1 extends WithPods {}
