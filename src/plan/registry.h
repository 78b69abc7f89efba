// The registry: every name that a spec may use. llmzip's own entries are listed explicitly in registry.cc, without
// static initialisers; programs add theirs through llmzip/register.h.
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

/// In the order that people see: predictors, codecs, texts; then those that were registered, in that order.
std::vector<const Entry*> Entries();

/// The entry of that name; nullptr if there is none.
const Entry* FindEntry(std::string_view name);

/// The names of the entries with one of these traits: "store, gzip, …".
std::string NamesOf(Traits one_of);

/// Adds an entry for the rest of the process. kInvalidArgument for a name that no spec can have, kAlreadyExists for one
/// that is taken.
Status AddEntry(std::shared_ptr<const Entry> entry);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_REGISTRY_H_
