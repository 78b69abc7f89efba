#include "plan/registry.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include "plan/entries/entries.h"
#include "plan/spec.h"

namespace llmzip {
namespace {

// Entries that programs have added. Never destroyed, because plans may outlive static objects.
struct Added {
  std::mutex mutex;
  std::vector<std::shared_ptr<const Entry>> entries;
};
Added& AllAdded() {
  static auto* const added = new Added;
  return *added;
}

const std::vector<const Entry*>& OwnEntries() {
  static const auto* const own = [] {
    auto* const entries = new std::vector<const Entry*>;
    for (const std::span<const Entry> some :
         {CountingEntries(), ContextMixingEntries().first(1), NetworkEntries(), ContextMixingEntries().subspan(1),
          PictureEntries(), SoundEntries(), CheckpointEntries(), CodeLengthEntries(), StoreEntries(),
          LibraryCodecEntries(), ArithmeticEntries(), TextEntries()}) {
      for (const Entry& entry : some) entries->push_back(&entry);
    }
    return entries;
  }();
  return *own;
}

}  // namespace

std::vector<const Entry*> Entries() {
  std::vector<const Entry*> entries = OwnEntries();
  Added& added = AllAdded();
  const std::scoped_lock lock(added.mutex);
  for (const auto& entry : added.entries) entries.push_back(entry.get());
  return entries;
}

const Entry* FindEntry(std::string_view name) {
  const auto named = [&](const auto& entry) { return entry->name == name; };
  const auto own = std::ranges::find_if(OwnEntries(), named);
  if (own != OwnEntries().end()) return *own;
  Added& added = AllAdded();
  const std::scoped_lock lock(added.mutex);
  const auto found = std::ranges::find_if(added.entries, named);
  return found == added.entries.end() ? nullptr : found->get();
}

std::string NamesOf(Traits one_of) {
  std::string names;
  for (const Entry* entry : Entries()) {
    if ((entry->traits & one_of) != 0) names.append(names.empty() ? "" : ", ").append(entry->name);
  }
  return names;
}

Status AddEntry(std::shared_ptr<const Entry> entry) {
  const std::string name(entry->name);
  const auto spec = ParseSpec(name);
  if (!spec.ok() || spec->name != name) {
    return Status::InvalidArgument("'" + name + "' cannot be a name: a letter a-z, then a-z 0-9 - _");
  }
  const auto is_own = [&](const Entry* own) { return own->name == name; };
  Added& added = AllAdded();
  const std::scoped_lock lock(added.mutex);
  const auto is_added = [&](const auto& other) { return other->name == name; };
  if (std::ranges::any_of(OwnEntries(), is_own) || std::ranges::any_of(added.entries, is_added)) {
    return Status::AlreadyExists("the name '" + name + "' is taken");
  }
  added.entries.push_back(std::move(entry));
  return Status::Ok();
}

}  // namespace llmzip
