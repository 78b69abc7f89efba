// ModelFolders: the folders in which the program looks for models. The library only takes a list of folders; the
// program adds those of the environment and of its installation.
#ifndef LLMZIP_CLI_MODEL_FOLDERS_H_
#define LLMZIP_CLI_MODEL_FOLDERS_H_

#include <string>
#include <vector>

namespace llmzip::cli {

/// In the order they are searched: `given` (--models-dir), those of $LLMZIP_MODELS between colons,
/// ${XDG_DATA_HOME:-~/.local/share}/llmzip/models, and share/llmzip/models of where the program is installed.
/// Each once; none need exist.
std::vector<std::string> ModelFolders(const std::vector<std::string>& given);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_MODEL_FOLDERS_H_
