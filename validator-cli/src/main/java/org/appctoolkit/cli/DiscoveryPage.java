package org.appctoolkit.cli;

import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.validate.Judgement;

/** A discovery page that is to lead to a name. */
record DiscoveryPage(String name, PageInput page, ImageReference asked) implements Input {
  @Override
  public Judgement judge(Judging how) throws UnreadableException {
    return how.validator().judgePage(page.read(how.documentBytes()), asked);
  }
}
