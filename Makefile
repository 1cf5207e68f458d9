# The two commands: `make demo` and `make test`. Both set up what they need.

INPUT ?= corpora/sample
# A meta.csv beside the articles is taken along.
META ?= $(wildcard $(INPUT)/meta.csv)
OUT ?= out/demo
# The sample brings outlets and speakers of its own.
CONFIG ?= $(if $(filter corpora/sample,$(INPUT)),corpora/sample/newsvane.toml)
VENV := .venv

.PHONY: demo test format lint unit docs notebooks setup bench clean

demo: setup
	cargo build --release
	@# 2 means finished with losses, which are listed.
	target/release/newsvane analyze $(INPUT) --out $(OUT) --overwrite \
	  $(if $(META),--meta $(META)) $(if $(CONFIG),--config $(CONFIG)) || [ $$? -eq 2 ]
	@echo; echo "Tables:  $(OUT)/stances.csv, weekly.csv, narratives.csv, speakers.csv, …"
	@echo "Reports: $(OUT)/report/"; ls $(OUT)/report

test: setup format lint unit docs notebooks

setup:
	@scripts/libtorch.sh

format:
	cargo fmt --check

lint:
	cargo clippy --all-targets -- -D warnings
	cargo clippy --no-default-features -- -D warnings

unit:
	cargo test

docs:
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

notebooks: $(VENV)/.ready
	cargo run --quiet -- analyze corpora/sample --meta corpora/sample/meta.csv --config corpora/sample/newsvane.toml --out target/notebook-data --overwrite
	$(VENV)/bin/python scripts/run_notebooks.py notebooks target/notebook-data

$(VENV)/.ready: notebooks/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement notebooks/requirements.txt
	touch $@

bench: setup
	cargo bench

clean:
	rm -rf target out $(VENV)
