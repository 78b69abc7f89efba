// The registry: every name a spec may use. llmzip's own are listed in registry.cc, explicitly, without static
// initialisers; programs add theirs through llmzip/register.h.
// Thread safety: all functions may be called from many threads. Entries are never removed.
#ifndef LLMZIP_PLAN_REGISTRY_H_
#define LLMZIP_PLAN_REGISTRY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/status.h"
#include "plan/entry.h"

namespace llmzip {

/// In the order people see them: predictors, codecs, texts; users' own behind them, as they came.
std::vector<const Entry*> Entries();

/// nullptr if there is none of that name.
const Entry* FindEntry(std::string_view name);

/// "store, gzip, …" of the entries with one of these traits.
std::string NamesOf(Traits one_of);

/// Adds an entry for the rest of the process. kInvalidArgument for a name that is no spec's, kAlreadyExists for one
/// that is taken.
Status AddEntry(std::shared_ptr<const Entry> entry);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_REGISTRY_H_
