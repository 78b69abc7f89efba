// Path names: the parts of a path, and the temporary name beside a final one.
#ifndef LLMZIP_IO_PATH_NAME_H_
#define LLMZIP_IO_PATH_NAME_H_

#include <string>
#include <string_view>

namespace llmzip {

/// Longest name of a directory entry on the file systems in use.
inline constexpr std::size_t kMaxNameBytes = 255;

/// "a/b/c" -> "a/b"; "c" -> "."; "/c" -> "/".
std::string DirectoryOf(std::string_view path);

/// "a/b/c" -> "c".
std::string_view NameOf(std::string_view path);

/// `.NAME.PID.tmp` in the folder of `path`, NAME cut short where the whole would exceed kMaxNameBytes. Attempts after
/// the first add a number, in case a killed process left a file of the plain name.
std::string TemporaryPathFor(std::string_view path, long process_id, unsigned attempt);

/// Whether TemporaryPathFor may have made this name.
bool IsTemporaryName(std::string_view name);

}  // namespace llmzip

#endif  // LLMZIP_IO_PATH_NAME_H_
