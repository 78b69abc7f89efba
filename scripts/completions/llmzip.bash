# bash completion for llmzip; written by scripts/completions/generate.py
_llmzip() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} flags
    local commands='compress decompress test list explain bench eval generate train import predictors codecs models help version'
    COMPREPLY=()
    case $previous in
        -o|--output|--prefix) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
        --models-dir) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        --predictor) mapfile -t COMPREPLY < <(compgen -W "$(llmzip predictors 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {print $1}')" -- "$current"); return ;;
        --codec) mapfile -t COMPREPLY < <(compgen -W "$(llmzip codecs 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {print $1}')" -- "$current"); return ;;
        --arch|--block-size|--bytes|--checkpoint-threads|--chunk|--context|--device|--dtype|--init|--lanes|--learning-rate|--length|--level|--licence|--limit|--max-output|--max-ratio|--max-work|--memory-limit|--minutes|--model|--name|--offset|--positions|--runs|--seed|--segment|--sequences|--seven-bits|--steps|--suffix|--symbols|--temperature|--threads|--tolerance|--top-k|-M|-T) return ;;
        help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current"); return ;;
    esac
    case ${COMP_WORDS[1]} in
        compress) flags='-r --recursive --filelist --files0-from -c --stdout -o --output -f --force -k --keep --rm --sync --no-sync --suffix -1 -2 -3 -4 -5 -6 -7 -8 -9 --level --fast --best --predictor --codec --block-size --lanes --model --embed-model --no-verify --verify --estimate --symbols --top-k --context --dtype --device --checkpoint-threads --tolerance -T --threads --models-dir -M --memory-limit --no-limits -q --quiet -v --verbose --progress --no-progress -h -H --help -V --version' ;;
        decompress) flags='-r --recursive --filelist --files0-from -c --stdout -o --output -f --force -k --keep --rm --sync --no-sync --suffix --offset --length --recover --sparse --no-sparse --ignore-trailing --allow-scripts -T --threads --models-dir -M --memory-limit --max-output --max-ratio --max-work --no-limits --no-sandbox -q --quiet -v --verbose --progress --no-progress -h -H --help -V --version' ;;
        test) flags='-r --recursive --filelist --files0-from --ignore-trailing --allow-scripts -T --threads --models-dir -M --memory-limit --max-output --max-ratio --max-work --no-limits --no-sandbox -q --quiet -v --verbose --progress --no-progress -h -H --help -V --version' ;;
        list) flags='-r --recursive --filelist --files0-from --ignore-trailing --models-dir --no-sandbox -q --quiet -v --verbose --json -h -H --help -V --version' ;;
        explain) flags='--limit -c --stdout -o --output -f --force -1 -2 -3 -4 -5 -6 -7 -8 -9 --level --fast --best --predictor --codec --block-size --lanes --model --symbols --top-k --context --dtype --device --checkpoint-threads --tolerance --ignore-trailing --allow-scripts -T --threads --models-dir -M --memory-limit --max-output --max-ratio --max-work --no-limits --no-sandbox -q --quiet -v --verbose --progress --no-progress -h -H --help -V --version' ;;
        bench) flags='-r --recursive --filelist --files0-from --runs -1 -2 -3 -4 -5 -6 -7 -8 -9 --level --fast --best --predictor --codec --block-size --lanes --symbols --top-k --context --dtype --device --checkpoint-threads --tolerance -T --threads --models-dir -M --memory-limit --no-limits -q --quiet -v --verbose --progress --no-progress --json -h -H --help -V --version' ;;
        eval) flags='-r --recursive --filelist --files0-from --chunk --positions --entropy --seven-bits --predictor --codec --symbols --top-k --context --dtype --device --checkpoint-threads --tolerance -T --threads --models-dir -q --quiet -v --verbose --progress --no-progress --json --json-lines -h -H --help -V --version' ;;
        generate) flags='--symbols --top-k --context --dtype --device --checkpoint-threads --tolerance --predictor --prefix --bytes --seed --temperature --keep-learning --models-dir -M --memory-limit --no-limits -q --quiet -v --verbose -h -H --help -V --version' ;;
        train) flags='--arch --init -o --output -f --force --name --licence --minutes --steps --seed --sequences --segment --learning-rate --checkpoint --resume --device --full-precision -T --threads --models-dir -M --memory-limit --no-limits -q --quiet -v --verbose --progress --no-progress -h -H --help -V --version' ;;
        import) flags='-o --output -f --force --name --licence -q --quiet -v --verbose --progress --no-progress -h -H --help -V --version' ;;
        predictors) flags='-q --quiet -v --verbose --json -h -H --help -V --version' ;;
        codecs) flags='-q --quiet -v --verbose --json -h -H --help -V --version' ;;
        models) flags='--models-dir -q --quiet -v --verbose --json -h -H --help -V --version' ;;
        *) flags='-z --compress -d --decompress -t --test -l --list -r --recursive --filelist --files0-from -c --stdout -o --output -f --force -k --keep --rm --sync --no-sync --suffix -1 -2 -3 -4 -5 -6 -7 -8 -9 --level --fast --best --predictor --codec --block-size --lanes --model --embed-model --no-verify --verify --estimate --symbols --top-k --context --dtype --device --checkpoint-threads --tolerance --offset --length --recover --sparse --no-sparse --ignore-trailing --allow-scripts -T --threads --models-dir -M --memory-limit --max-output --max-ratio --max-work --no-limits --no-sandbox -q --quiet -v --verbose --progress --no-progress --json -h -H --help -V --version' ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$commands" -- "$current")
    fi
}
complete -o filenames -F _llmzip llmzip
