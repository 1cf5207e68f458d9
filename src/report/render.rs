//! Fills the templates.

use super::error::ReportError;
use super::markdown;
use super::view::Page;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

const MARKDOWN: &str = "markdown";

const TEMPLATES: [(&str, &str); 6] = [
    ("page.html", include_str!("templates/page.html")),
    ("target.html", include_str!("templates/target.html")),
    ("quotes.html", include_str!("templates/quotes.html")),
    ("charts.html", include_str!("templates/charts.html")),
    ("style.css", include_str!("templates/style.css")),
    ("page.md", include_str!("templates/page.md")),
];

/// The templates, ready to be filled. Whatever they print is escaped for the format that they write.
pub(super) struct Renderer(Environment<'static>);

impl Renderer {
    pub(super) fn new() -> Result<Renderer, ReportError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
            Some((_, "md")) => AutoEscape::Custom(MARKDOWN),
            Some((_, "css")) => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        environment.set_formatter(|out, state, value| match (state.auto_escape(), value.as_str()) {
            (AutoEscape::Custom(MARKDOWN), Some(text)) if !value.is_safe() => {
                out.write_str(&markdown::escape(text)).map_err(minijinja::Error::from)
            }
            (AutoEscape::Custom(MARKDOWN), _) => write!(out, "{value}").map_err(minijinja::Error::from),
            _ => minijinja::escape_formatter(out, state, value),
        });
        for (name, source) in TEMPLATES {
            environment.add_template(name, source)?;
        }
        Ok(Renderer(environment))
    }

    pub(super) fn html(&self, page: &Page) -> Result<String, ReportError> {
        self.render("page.html", page)
    }

    pub(super) fn markdown(&self, page: &Page) -> Result<String, ReportError> {
        self.render("page.md", page)
    }

    fn render(&self, template: &str, page: &Page) -> Result<String, ReportError> {
        let mut text = self.0.get_template(template)?.render(context! { page })?;
        // Text files end with a line break.
        text.truncate(text.trim_end().len());
        text.push('\n');
        Ok(text)
    }
}
