"""What axe has to say of a page; and whether it is wider than the window."""

from config.console import CONSOLE

AXE = CONSOLE / "node_modules/axe-core/axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 200))])"""
WIDER = "() => document.documentElement.scrollWidth > innerWidth"
