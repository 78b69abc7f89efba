// llmzip's own entries, by what they are made of. registry.cc defines the order in which people see them.
#ifndef LLMZIP_PLAN_ENTRIES_ENTRIES_H_
#define LLMZIP_PLAN_ENTRIES_ENTRIES_H_

#include <span>

#include "plan/entry.h"

namespace llmzip {

std::span<const Entry> CountingEntries();       ///< uniform, order0 … order3
std::span<const Entry> ContextMixingEntries();  ///< cm, mix, primed
std::span<const Entry> NetworkEntries();        ///< net
std::span<const Entry> SoundEntries();          ///< sound
std::span<const Entry> CheckpointEntries();     ///< torch
std::span<const Entry> PictureEntries();        ///< picture
std::span<const Entry> CodeLengthEntries();     ///< codelength
std::span<const Entry> StoreEntries();          ///< store
std::span<const Entry> LibraryCodecEntries();   ///< gzip, zstd, …; none in a build without those libraries
std::span<const Entry> ArithmeticEntries();     ///< arithmetic
std::span<const Entry> TextEntries();           ///< text

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_ENTRIES_H_
