.PHONY: demo test texts bench

demo:
	@.ci/setup
	@.venv/bin/sanad demo

test:
	@.ci/setup dev
	@.ci/test

texts:
	@.ci/setup dev
	@.venv/bin/python -m tests.catalogues

bench:
	@.ci/setup dev
	@.venv/bin/python -m bot.bench
