# make demo   sets everything up and runs the main job on the demo town
# make test   sets everything up and runs all checks
SHELL := /bin/bash
ENGINE := .venv/bin/python
VERSION := $(shell sed -n 's/^version=//p' metadata.txt)
QM := resources/i18n/urbanthink_fr.qm
CODE := urbanthink_plugin processing tests tools benchmarks

.PHONY: demo test setup setup-checks link lint types translations test-engine test-host test-qgis test-e2e docs docs-check bench zip scan lock clean

demo: setup
	tools/demo.sh

test: setup-checks
	tools/check.sh

setup: link
	@tools/setup_qgis.sh
	@tools/setup_python.sh
	@$(MAKE) --no-print-directory $(QM)

setup-checks: setup
	@tools/setup_python.sh checks

# A folder that holds the plugin under its real name, for QGIS_PLUGINPATH.
link:
	@mkdir -p build/plugins
	@ln -sfn ../.. build/plugins/urbanthink

$(QM): resources/i18n/urbanthink_fr.ts
	@python3 tools/i18n.py compile

lint:
	$(ENGINE) -m ruff check $(CODE)
	$(ENGINE) -m ruff format --check $(CODE)

types:
	$(ENGINE) -m mypy

translations:
	python3 tools/i18n.py check

docs: link
	LC_ALL=C.UTF-8 tools/in_qgis.sh .venv-qgis/bin/python tools/docs.py write

docs-check:
	LC_ALL=C.UTF-8 tools/in_qgis.sh .venv-qgis/bin/python tools/docs.py check

test-engine:
	$(ENGINE) -m pytest tests/house tests/engine tests/host

test-qgis:
	tools/in_qgis.sh .venv-qgis/bin/python -m pytest tests/qgis

test-e2e:
	$(ENGINE) -m pytest tests/e2e

bench: setup-checks
	$(ENGINE) -m benchmarks

zip: $(QM)
	@mkdir -p build
	git archive --format=zip --prefix=urbanthink/resources/i18n/ --add-file=$(QM) --prefix=urbanthink/ \
	    -o build/urbanthink-$(VERSION).zip HEAD
	@echo build/urbanthink-$(VERSION).zip

# The plugin site's security scan, with its own rules and no suppressions, on the files of the zip.
scan: zip
	tools/scan.sh build/urbanthink-$(VERSION).zip

lock:
	tools/lock.sh

clean:
	rm -rf build
