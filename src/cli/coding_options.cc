#include "cli/coding_options.h"

namespace llmzip::cli {

CompressOptions CodingOptions(const Arguments& arguments) {
  CompressOptions options;
  if (arguments.level) {
    options.level = *arguments.level;
    options.model = arguments.model;
  } else {
    options.spec = arguments.spec;
  }
  options.embed_models = arguments.embed_models;
  options.block_size = arguments.block_size;
  options.even_blocks = arguments.block_size_is_levels;
  options.lanes = arguments.lanes;
  options.threads = arguments.threads;
  options.verify = arguments.verify;
  options.limits = arguments.limits;
  options.models = arguments.models;
  options.kernel = arguments.kernel;
  return options;
}

DecompressOptions DecodingOptions(const Arguments& arguments) {
  DecompressOptions options;
  options.threads = arguments.threads;
  options.limits = arguments.limits;
  options.models = arguments.models;
  options.kernel = arguments.kernel;
  options.ignore_trailing_bytes = arguments.ignore_trailing;
  return options;
}

}  // namespace llmzip::cli
