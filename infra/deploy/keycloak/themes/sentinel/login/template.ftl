<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!DOCTYPE html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title><#nested "header"> – Sentinel</title>
  <link rel="stylesheet" href="${url.resourcesPath}/css/sentinel.css">
  <link rel="icon" href="${url.resourcesPath}/icon.svg" type="image/svg+xml">
</head>
<body data-page-id="login-${pageId}">
  <div class="card">
    <header class="bar">
      <span class="brand">Sentinel</span>
      <#if realm.internationalizationEnabled && locale.supported?size gt 1>
        <nav aria-label="${msg("languages")}">
          <#list locale.supported as l><#if l.languageTag != locale.currentLanguageTag>
            <a href="${l.url}" lang="${l.languageTag}" hreflang="${l.languageTag}">${l.label}</a>
          </#if></#list>
        </nav>
      </#if>
    </header>
    <main>
      <h1><#nested "header"></h1>
      <#if displayMessage && message?has_content && message.type != 'warning'>
        <p class="notice notice-${message.type}" role="<#if message.type = 'error'>alert<#else>status</#if>">${kcSanitize(message.summary)?no_esc}</p>
      </#if>
      <#nested "form">
    </main>
  </div>
</body>
</html>
</#macro>
