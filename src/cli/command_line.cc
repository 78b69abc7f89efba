#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

#include "cli/help.h"

namespace llmzip::cli {
namespace {

// Titles of the help's sections. CLI11 hides options of the group "".
constexpr const char* kOperation = "Operation";
constexpr const char* kOutput = "Output";
constexpr const char* kCompression = "Compression";
constexpr const char* kCheckpoints = "Checkpoints (--predictor torch:NAME)";
constexpr const char* kDecompression = "Decompression";
constexpr const char* kResources = "Resources";
constexpr const char* kGeneration = "Generation";
constexpr const char* kTraining = "Training";
constexpr const char* kDisplayGroup = "Display";
constexpr const char* kHidden = "";

/// CLI11's description of one command's options, and where their values go.
class CommandParser {
 public:
  explicit CommandParser(const Command& command) : command_(command) {
    typed_.mode = command.mode;
    app_.set_help_flag();
    app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    const unsigned options = command.options;
    if (options & kModeOptions) DefineModes();
    if (options & kFileOptions) app_.add_option("FILE", typed_.files)->multi_option_policy(TakeAll());
    if (options & kRecursiveOption) {
      Flag(kOperation, "-r,--recursive", typed_.recursive, "go down into folders");
      Value(kOperation, "--filelist", typed_.file_list, "FILE",
            "also work on the files named in FILE, one on each line");
      Value(kOperation, "--files0-from", typed_.files0_from, "FILE",
            "the same, but each name ends with a NUL, as 'find -print0' writes them");
    }
    if (options & kOutputOptions) DefineOutput();
    if (options & kExplainOptions) DefineExplain();
    if (options & kCodingOptions) DefineCoding();
    if (options & kCheckpointOptions) DefineCheckpoints();
    if (options & kDecodingOptions) DefineDecoding();
    if (options & kIgnoreTrailingOption) {
      Flag(kDecompression, "--ignore-trailing", typed_.ignore_trailing, "only warn about bytes after the archive");
    }
    if (options & kScriptsOption) {
      Flag(kDecompression, "--allow-scripts", typed_.allow_scripts,
           "run TorchScript files of model folders, which are programs, when archives ask for them");
    }
    if (options & kBenchOptions) {
      Value(kOperation, "--runs", typed_.runs, "N", "run N times, report the fastest [1]");
    }
    if (options & kEvalOptions) DefineEval();
    if (options & kGenerateOptions) DefineGenerate();
    if (options & kTrainOptions) DefineTrain();
    if (options & kImportOptions) DefineImport();
    if (options & kThreadOptions) {
      Value(kResources, "-T,--threads", typed_.threads, "N",
            "use N threads; never changes the bytes [0: all processors]");
    }
    if (options & kModelOptions) {
      Value(kResources, "--models-dir", typed_.model_folders, "DIR",
            "look for models in DIR first; may be given several times")
          ->multi_option_policy(TakeAll())
          ->allow_extra_args(false);
    }
    if (options & kLimitOptions) DefineLimits();
    if (options & kIgnoreTrailingOption) {
      Flag(kResources, "--no-sandbox", typed_.sandbox, "do not shut off other files, the network and programs", false);
    }
    Value(kHidden, "--kernel", typed_.kernel, "NAME", "force an instruction set: scalar, avx2, avx512, neon, neon_dot");
    DefineDisplay();
  }

  StatusOr<std::variant<Invocation, TextRequest>> Parse(std::vector<std::string> words) {
    const std::vector<std::string> typed_words = words;
    for (std::string& word : words) {
      // CLI11 takes "[a,b]" apart as a list. As a path, "./[a,b]" is the same.
      if (word.starts_with('[')) word.insert(0, "./");
    }
    std::ranges::reverse(words);  // as CLI11 wants them
    Status parsed = CheckLevelFlags(typed_words);
    if (parsed.ok()) parsed = ParseWords(std::move(words), typed_words);
    Resolve();
    if (version_->count() > 0) return {TextRequest{VersionText()}};
    if (long_help_->count() > 0) return {TextRequest{LongHelp(command_, Sections())}};
    if (short_help_->count() > 0) {
      return {TextRequest{command_.name.empty() ? ShortHelp() : LongHelp(command_, Sections())}};
    }
    LLMZIP_RETURN_IF_ERROR(std::move(parsed));
    LLMZIP_ASSIGN_OR_RETURN(Arguments arguments, CheckArguments(typed_));
    return {Invocation{&command_, std::move(arguments)}};
  }

  [[nodiscard]] Display display() const {
    Display display = typed_.display;
    display.verbosity = typed_.verbose - typed_.quiet;
    return display;
  }

 private:
  static CLI::MultiOptionPolicy TakeAll() { return CLI::MultiOptionPolicy::TakeAll; }

  CLI::Option* Switch(const char* group, const char* names, const std::string& description) {
    return app_.add_flag(names, description)->group(group)->disable_flag_override();
  }
  /// A flag that gives `target` the `value`. Of those that share a target, the one typed last wins.
  template <typename Target, typename Value = bool>
  void Flag(const char* group, const char* names, Target& target, const char* description, Value value = true) {
    OnTyped(Switch(group, names, description), [&target, value] { target = value; });
  }
  /// Each time `option` was typed, in the order of all that was.
  void OnTyped(const CLI::Option* option, std::function<void()> action) {
    on_typed_.emplace_back(option, std::move(action));
  }
  template <typename Target>
  CLI::Option* Value(const char* group, const char* names, Target& target, const char* value, const char* description) {
    return app_.add_option(names, target, description)->group(group)->type_name(value);
  }

  void DefineModes() {
    Flag(kOperation, "-z,--compress", typed_.mode, "compress (the default)", Mode::kCompress);
    Flag(kOperation, "-d,--decompress", typed_.mode, "decompress", Mode::kDecompress);
    Flag(kOperation, "-t,--test", typed_.mode, "decompress and check, write nothing", Mode::kTest);
    Flag(kOperation, "-l,--list", typed_.mode, "describe archives without decompressing them", Mode::kList);
  }

  void DefineOutputFile(const char* group, const char* description) {
    OnTyped(Value(group, "-o,--output", output_value_, "FILE", description), [this] {
      typed_.output = output_value_;
      typed_.to_stdout = false;
    });
  }

  void DefineStandardOutput() {
    OnTyped(Switch(kOutput, "-c,--stdout", "write to standard output"), [this] {
      typed_.output.reset();
      typed_.to_stdout = true;
    });
  }

  void DefineExplain() {
    DefineStandardOutput();
    DefineOutputFile(kOutput, "write the page to FILE; '-' is standard output [FILE.html]");
    Flag(kOutput, "-f,--force", typed_.force, "overwrite");
    Value(kOperation, "--limit", typed_.explain_limit, "SIZE", "explain only the first SIZE bytes, at most 64M [2M]");
  }

  void DefineOutput() {
    DefineStandardOutput();
    DefineOutputFile(kOutput,
                     "write to FILE; '-' is standard output; a folder (-o DIR/) takes the results of several files");
    typed_.output_may_be_folder = true;
    Flag(kOutput, "-f,--force", typed_.force,
         "overwrite; follow symbolic links; let compressed data go to or come from a terminal");
    Flag(kOutput, "-k,--keep", typed_.remove_source, "keep the source files (the default)", false);
    Flag(kOutput, "--rm", typed_.remove_source, "delete each source file once its result is safely on disk");
    Flag(kOutput, "--sync", typed_.sync, "bring each result safely to disk (the default)");
    Flag(kOutput, "--no-sync", typed_.sync,
         "let the system bring it to disk when it likes: faster for many small files", false);
    Value(kOutput, "--suffix", typed_.suffix, "SUFFIX", "ending of archive names [.llz]");
  }

  void DefineCoding() {
    level_flags_ = app_.add_flag("-1{1},-2{2},-3{3},-4{4},-5{5},-6{6},-7{7},-8{8},-9{9}", level_flag_values_,
                                 "level: -1 is fastest, -9 smallest [-5]");
    level_flags_->group(kCompression)->multi_option_policy(TakeAll())->disable_flag_override();
    // CLI11 would take a digit it does not know for a file's name.
    level_zero_ = Switch(kHidden, "-0", "no such level");
    level_ = Value(kCompression, "--level", level_values_, "N", "the same as -N");
    level_->multi_option_policy(TakeAll())->allow_extra_args(false);  // one value each time it is given
    fast_ = Switch(kCompression, "--fast", "the same as -1");
    best_ = Switch(kCompression, "--best", "the same as -9");
    DefineSpecs();
    Value(kCompression, "--block-size", typed_.block_size, "SIZE", "bytes in an independent block [by level]");
    Value(kCompression, "--lanes", typed_.lanes, "N",
          "cut each block into N parts, coded side by side [0: by predictor]");
    if (command_.options & kBenchOptions) return;
    Value(kCompression, "--model", typed_.model, "NAME",
          "-4 to -9 with this model in place of the built-in network; for text, one made by 'llmzip import'");
    if (command_.options & kExplainOptions) return;
    Flag(kCompression, "--embed-model", typed_.embed_models, "put the models that the archive needs into it");
    Flag(kCompression, "--no-verify", typed_.verify, "do not decode each block again to check it", false);
    Flag(kCompression, "--verify", typed_.verify, "check each block by decoding it again (the default)");
    Flag(kCompression, "--estimate", typed_.estimate,
         "write nothing; say how small FILE would become, and in what time, from samples");
  }

  void DefineSpecs() {
    predictor_ = Value(kCompression, "--predictor", predictor_values_, "SPEC",
                       "code with this predictor ('llmzip predictors' lists them)");
    codec_ = Value(kCompression, "--codec", codec_values_, "SPEC", "code with this codec ('llmzip codecs' lists them)");
    for (CLI::Option* option : {predictor_, codec_}) {
      option->multi_option_policy(TakeAll())->allow_extra_args(false);
    }
  }

  void DefineEval() {
    DefineSpecs();
    Value(kOperation, "--chunk", typed_.chunks, "SIZE",
          "bytes of a chunk, 0: the whole file; may be given several times [2048]")
        ->multi_option_policy(TakeAll())
        ->allow_extra_args(false);
    Value(kOperation, "--positions", typed_.positions, "N",
          "bits per byte in each of N equal parts of a chunk, in JSON");
    Flag(kOperation, "--entropy", typed_.entropy, "the expected code length and its deviation, in JSON");
    Value(kOperation, "--seven-bits", typed_.seven_bits, "HOW",
          "code seven bits of a byte: 'shift' drops the lowest, 'mask' the highest");
  }

  void DefineCheckpoints() {
    for (const CheckpointOption& option : CheckpointOptions()) {
      Value(kCheckpoints, option.flag, typed_.checkpoint.*option.typed, option.value, option.description);
    }
  }

  void DefineDecoding() {
    Value(kDecompression, "--offset", typed_.offset, "N", "write only what starts N bytes into the original …");
    Value(kDecompression, "--length", typed_.length, "N", "… and is N bytes long; reads only the blocks needed");
    Flag(kDecompression, "--recover", typed_.recover, "save what can be read; damaged blocks become zeros");
    Flag(kDecompression, "--sparse", typed_.sparse, "leave holes for long runs of zeros (the default)");
    Flag(kDecompression, "--no-sparse", typed_.sparse, "write zeros as zeros", false);
  }

  void DefineLimits() {
    Value(kResources, "-M,--memory-limit", typed_.memory_limit, "SIZE", "most memory for predictors and blocks [4G]");
    if (command_.options & (kDecodingOptions | kIgnoreTrailingOption)) {
      Value(kResources, "--max-output", typed_.max_output, "SIZE", "most bytes of output [1T]");
      Value(kResources, "--max-ratio", typed_.max_ratio, "N",
            "most output for each byte of archive, from 64 MiB on [1000000]");
      Value(kResources, "--max-work", typed_.max_work, "SECONDS",
            "most time of one core that decoding may take, by estimate [8 for 1 KiB, and more for larger archives]");
    }
    Flag(kResources, "--no-limits", typed_.no_limits, "no limits; only for archives you trust");
  }

  void DefineGenerate() {
    Value(kGeneration, "--predictor", typed_.predictor, "SPEC",
          "draw from this predictor [-5's for what the prefix is]");
    Value(kGeneration, "--prefix", typed_.prefix_file, "FILE",
          "text that the predictor reads first ('-': standard input)");
    Value(kGeneration, "--bytes", typed_.bytes, "N", "how many bytes to draw [256]");
    Value(kGeneration, "--seed", typed_.seed, "N", "the same seed draws the same bytes [0]");
    Value(kGeneration, "--temperature", typed_.temperature, "T",
          "1: as likely as predicted; below: likelier bytes; above: less likely ones [0.7]");
    Flag(kGeneration, "--keep-learning", typed_.keeps_learning, "learn from what is drawn too: it soon repeats itself");
  }

  void DefineTrain() {
    TypedTraining& training = typed_.training.emplace();
    Value(kTraining, "--data", training.data, "FILE...", "files to train on: plain, .xz, .zst or .llz")
        ->multi_option_policy(TakeAll())
        ->expected(1, 1 << 20);
    Value(kTraining, "--weights", training.weights, "N,N,...", "how often to draw from each file [by size]");
    Value(kTraining, "--arch", training.architecture, "SHAPE",
          "train a new network: a named shape, with ;FIELD=VALUE to change it; or text (docs/TRAINING.md)");
    Value(kTraining, "--init", training.initial_model, "MODEL",
          "start from this model: a file, or a name from 'llmzip models'");
    DefineOutputFile(kTraining, "write the model to FILE");
    Flag(kTraining, "-f,--force", typed_.force, "overwrite");
    Value(kTraining, "--name", training.name, "NAME", "name to record in the model [its file's]");
    Value(kTraining, "--licence", training.licence, "TEXT", "licence to record in the model");
    Value(kTraining, "--minutes", training.minutes, "N", "train for N minutes [10]");
    Value(kTraining, "--steps", training.steps, "N", "train for N steps instead: repeatable");
    Value(kTraining, "--seed", training.seed, "N", "seed for first weights and drawing of data [1]");
    Value(kTraining, "--sequences", training.sequences, "N", "sequences in a batch [16]");
    Value(kTraining, "--segment", training.segment, "N", "bytes of each sequence in a step [1024]");
    Value(kTraining, "--learning-rate", training.learning_rate, "X", "factor on the default learning rate [1]");
    Value(kTraining, "--checkpoint", training.checkpoint, "FILE", "save the state of training to FILE every 5 minutes");
    Flag(kTraining, "--resume", training.resume, "continue exactly from the saved state");
    Value(kTraining, "--device", training.device, "NAME", "cpu, cuda or cuda:N [cpu]");
    Flag(kTraining, "--full-precision", training.full_precision, "no bfloat16, even where it is faster");
  }

  void DefineImport() {
    app_.add_option("SOURCE", typed_.files)->multi_option_policy(TakeAll());
    DefineOutputFile(kOutput, "write the model to FILE");
    Flag(kOutput, "-f,--force", typed_.force, "overwrite");
    Value(kOutput, "--name", typed_.import_name, "NAME", "name to record in the model [by SOURCE]");
    Value(kOutput, "--licence", typed_.import_licence, "TEXT", "licence to record in the model [by SOURCE]");
  }

  void DefineDisplay() {
    app_.add_flag("-q,--quiet", typed_.quiet, "no warnings; twice: no errors either")
        ->group(kDisplayGroup)
        ->multi_option_policy(TakeAll());
    app_.add_flag("-v,--verbose", typed_.verbose, "report each file; twice: details")
        ->group(kDisplayGroup)
        ->multi_option_policy(TakeAll());
    if (command_.options & kProgressOptions) {
      std::optional<bool>& progress = typed_.display.progress;
      Flag(kDisplayGroup, "--progress", progress, "show progress even if standard error is not a terminal");
      Flag(kDisplayGroup, "--no-progress", progress, "never show progress", false);
    }
    if (command_.options & kJsonOption) DefineJson("--json", "print JSON, for programs", /*lines=*/false);
    if (command_.options & kJsonLinesOption) {
      DefineJson("--json-lines", "print each result as a line of JSON, as soon as it is measured", /*lines=*/true);
    }
    short_help_ = Switch(kDisplayGroup, "-h", "short help");
    long_help_ = Switch(kDisplayGroup, "-H,--help", "this help");
    version_ = Switch(kDisplayGroup, "-V,--version", "print the version");
  }

  void DefineJson(const char* name, const char* description, bool lines) {
    OnTyped(Switch(kDisplayGroup, name, description), [this, lines] {
      typed_.display.json = true;
      typed_.display.json_lines = lines;
    });
  }

  [[nodiscard]] Status Wrong(const std::string& message) const {
    const std::string name = command_.name.empty() ? "" : " " + std::string(command_.name);
    return Status::InvalidArgument(message + " (see 'llmzip" + name + " --help')");
  }

  /// "-13" is no level, and not meant as "-1 -3".
  [[nodiscard]] Status CheckLevelFlags(const std::vector<std::string>& words) const {
    if (level_flags_ == nullptr) return Status::Ok();
    for (const std::string& word : words) {
      if (word == "--") break;
      if (!word.starts_with('-') || word.starts_with("--")) continue;
      unsigned digits = 0;
      for (const char letter : word.substr(1)) {
        if (letter >= '0' && letter <= '9') {
          if (++digits > 1) return Wrong("'" + word + "' is not a level: choose -1 (fastest) to -9 (smallest)");
          continue;
        }
        digits = 0;
        const CLI::Option* const option = app_.get_option_no_throw(std::string("-") + letter);
        if (option == nullptr || option->get_items_expected_max() > 0) break;  // what follows is its value
      }
    }
    return Status::Ok();
  }

  /// `rest` is what CLI11 could not use of one of `words`: the end of it, a dash before.
  [[nodiscard]] Status Unusable(const std::string& rest, const std::vector<std::string>& words) const {
    if (!rest.starts_with('-')) return Wrong("unexpected argument '" + rest + "'");
    const auto is_whole = [&rest](const std::string& word) {
      return word.starts_with('-') && (word == rest || (!rest.starts_with("--") && word.ends_with(rest.substr(1))));
    };
    const auto whole = std::ranges::find_if(words, is_whole);
    std::error_code error;
    if (whole != words.end() && std::filesystem::exists(*whole, error)) {
      return Wrong("unknown option '" + *whole + "': if the file of that name is meant, put '--' before it");
    }
    return Wrong("unknown option '" + rest + "'");
  }

  Status ParseWords(std::vector<std::string> words, const std::vector<std::string>& typed_words) {
    try {
      app_.parse(std::move(words));
    } catch (const CLI::ExtrasError& /*error*/) {
      const std::vector<std::string> rest = app_.remaining();
      return Unusable(rest.empty() ? "" : rest.front(), typed_words);
    } catch (const CLI::Error& error) {
      constexpr std::string_view kOverride = " was given a disallowed flag override";
      const std::string message = error.what();
      if (message.ends_with(kOverride)) {
        return Wrong("--" + message.substr(0, message.size() - kOverride.size()) + " takes no value");
      }
      return Wrong(message);
    }
    for (const CLI::Option* const option : app_.parse_order()) {
      if (option->get_positional() || option->get_items_expected_max() == 0) continue;
      // Unchecked, an empty value would pass for an option that was not given.
      if (std::ranges::count(option->results(), "") > 0) return Wrong(option->get_name() + ": the value is empty");
    }
    return Status::Ok();
  }

  void Resolve() {
    for (const CLI::Option* const option : app_.parse_order()) {
      const auto found =
          std::ranges::find(on_typed_, option, &std::pair<const CLI::Option*, std::function<void()>>::first);
      if (found != on_typed_.end()) found->second();
    }
    ResolveCoding();
  }

  void ResolveCoding() {
    if (predictor_ == nullptr) return;
    // In the order typed: bench and eval run all of them, the others the last.
    std::size_t flag_index = 0;
    std::size_t level_index = 0;
    std::size_t predictor_index = 0;
    std::size_t codec_index = 0;
    const auto next = [](const std::vector<std::string>& values, std::size_t& index) {
      return index < values.size() ? values[index++] : std::string();
    };
    const bool several = (command_.options & (kBenchOptions | kEvalOptions)) != 0;
    for (const CLI::Option* const option : app_.parse_order()) {
      if (option == level_zero_) {
        typed_.level = "0";
      } else if (option == level_flags_ || option == level_ || option == fast_ || option == best_) {
        std::string level = std::to_string(option == fast_ ? kMinLevel : kMaxLevel);
        if (option == level_) level = next(level_values_, level_index);
        if (option == level_flags_) level = next(level_flag_values_, flag_index);
        if (several) {
          typed_.codings.push_back({/*is_level=*/true, std::move(level)});
        } else {
          typed_.level = std::move(level);
        }
      } else if (option == predictor_ || option == codec_) {
        const bool is_predictor = option == predictor_;
        std::string spec = is_predictor ? next(predictor_values_, predictor_index) : next(codec_values_, codec_index);
        if (several) {
          typed_.codings.push_back({/*is_level=*/false, std::move(spec)});
        } else {
          (is_predictor ? typed_.predictor : typed_.codec) = std::move(spec);
          (is_predictor ? typed_.codec : typed_.predictor).clear();
        }
      }
    }
  }

  std::vector<HelpSection> Sections() const {
    std::vector<HelpSection> sections;
    for (const char* title : {kOperation, kOutput, kCompression, kCheckpoints, kDecompression, kGeneration, kTraining,
                              kResources, kDisplayGroup}) {
      HelpSection section{title, {}};
      for (const CLI::Option* const option : app_.get_options()) {
        if (option->get_positional() || option->get_group() != title) continue;
        section.options.push_back({Names(*option), option->get_description()});
      }
      if (!section.options.empty()) sections.push_back(std::move(section));
    }
    return sections;
  }

  static std::string Names(const CLI::Option& option) {
    const auto& short_names = option.get_snames();
    if (short_names.size() > 2) return "-" + short_names.front() + " … -" + short_names.back();
    std::string names = short_names.empty() ? "    " : "-" + short_names.front();
    for (const std::string& name : option.get_lnames()) names += (short_names.empty() ? "--" : ", --") + name;
    if (option.get_items_expected_max() > 0) names += " " + option.get_type_name();
    return names;
  }

  const Command& command_;
  CLI::App app_;
  TypedArguments typed_;
  std::vector<std::pair<const CLI::Option*, std::function<void()>>> on_typed_;
  std::string output_value_;  // a std::optional would make CLI11 guess
  std::vector<std::string> level_flag_values_;
  std::vector<std::string> level_values_;
  std::vector<std::string> predictor_values_;
  std::vector<std::string> codec_values_;
  CLI::Option* level_flags_ = nullptr;
  CLI::Option* level_zero_ = nullptr;
  CLI::Option* level_ = nullptr;
  CLI::Option* fast_ = nullptr;
  CLI::Option* best_ = nullptr;
  CLI::Option* predictor_ = nullptr;
  CLI::Option* codec_ = nullptr;
  CLI::Option* short_help_ = nullptr;
  CLI::Option* long_help_ = nullptr;
  CLI::Option* version_ = nullptr;
};

StatusOr<std::variant<Invocation, TextRequest>> ParseHelp(const std::vector<std::string>& words) {
  if (words.size() < 2 || words[1] == "-h" || words[1] == "-H" || words[1] == "--help") {
    return CommandParser(kGzipStyleCommand).Parse({"--help"});
  }
  const Command* const command = FindCommand(words[1]);
  if (command == nullptr) {
    const std::string_view meant = CommandLike(words[1]);
    return Status::InvalidArgument("no command '" + words[1] + "'" +
                                   (meant.empty() ? "" : ": '" + std::string(meant) + "' is one") +
                                   " (see 'llmzip --help')");
  }
  return CommandParser(*command).Parse({"--help"});
}

}  // namespace

ParsedCommandLine ParseCommandLine(std::vector<std::string> words) {
  if (!words.empty() && words[0] == "help") return {ParseHelp(words), {}};
  if (!words.empty() && words[0] == "version" && words.size() == 1) return {{TextRequest{VersionText()}}, {}};
  const Command* command = words.empty() ? nullptr : FindCommand(words[0]);
  if (command != nullptr) {
    words.erase(words.begin());
  } else {
    command = &kGzipStyleCommand;
  }
  CommandParser parser(*command);
  auto result = parser.Parse(std::move(words));
  return {std::move(result), parser.display()};
}

}  // namespace llmzip::cli
