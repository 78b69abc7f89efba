// LanguageWorkspace: memory of one Forward of a language model at a time; kept between calls so that none is allocated
// there. Thread safety: belongs to one Forward at a time.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_WORKSPACE_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_WORKSPACE_H_

#include "base/shared_phases.h"
#include "predictors/net/language_rows.h"
#include "predictors/net/workspace.h"

namespace llmzip::net {

struct LanguageWorkspace {
  LanguageRows rows;
  Workspace memory;
  SharedPhases phases;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_WORKSPACE_H_
