package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Rule;

/** Rules for isolators, wherever they stand. */
public final class IsolatorRules {
  /** Each of them. */
  public static final List<Rule<Manifest>> ALL =
      List.of(
          new IsolatorIsKnown(),
          new IsolatorStandsInItsScope(),
          new IsolatorsAreNotRepeated(),
          new SeccompRemoveSetStandsOnce(),
          new SeccompRetainSetStandsOnce(),
          new SelinuxContextStandsOnce(),
          new ApparmorProfileStandsOnce(),
          new SysctlStandsOnce(),
          new CapabilitySetsExcludeOneAnother(),
          new SeccompSetsExcludeOneAnother(),
          new CapabilitiesAreKnown(),
          new RemovedCapabilitiesAreInTheDefaultSet(),
          new SeccompErrnoIsKnown(),
          new SeccompSyscallsAreKnown(),
          new SeccompWildcardsAreScoped(),
          new SeccompWildcardsOfTheSpecificationAreDefined(),
          new SeccompWildcardsFitTheirSet(),
          new SeccompWildcardStandsAlone(),
          new SysctlKeysAreWellFormed(),
          new SysctlKeysAreNamespaced(),
          new ResourceQuantityIsWellFormed(),
          new ResourceQuantityIsNotNegative(),
          new ResourceQuantityUsesTheSuffixesOfTheText(),
          new ResourceQuantityIsWhole(),
          new ResourceQuantityIsWholeInBytes(),
          new ResourceRequestIsWithinLimit(),
          new ResourceLimitIsGiven());

  private IsolatorRules() {}
}
