"""The pages of the site that `lab site` makes: what Java knows comes as JSON, what Jupyter knows as notebooks."""
