"""The model path: a model revises the rules' reading; what it says is checked as strictly as what anybody says."""
