/* Our own stage1: init starts the processes of apps itself. */
#include "stage1.h"

#include <stddef.h>

const struct starter *const starter = NULL;

int leave_container(void) {
  return 0;
}

int pod_run(int count, char **words) {
  return count == 1 ? keeper_run(words[0], 0) : -1;
}
